package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pause, resume, stop, retry and delete on a server that works, is stopped, and is killed. */
class ControlIT {

  /** Promise 6: at a document's edge, within so long. */
  private static final Duration OBEYS_WITHIN = Duration.ofSeconds(2);

  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Paper> PAPERS = Paper.some(150, 3);

  private static byte[] undisturbed = new byte[0];

  @TempDir private static Path folder = Path.of("");

  private static ServerUnderTest server = new ServerUnderTest(Path.of("target"));

  @BeforeAll
  static void startAndRunUndisturbed() {
    server = new ServerUnderTest(folder).start();
    String job = submit();
    awaitState(job, "completed");
    undisturbed = server.http().results(job);
  }

  /** A test that failed may have left it down. */
  @BeforeEach
  void serve() {
    if (server.address().isEmpty()) {
      server.life().close();
      server.start();
    }
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void aPauseActsAtOnceAndSurvivesAStopAndAKillAndAResumeLosesNothing() {
    String job = atWork();
    assertThat(server.http().command(job, "pause")).isIn("pausing", "paused");
    awaitQuiet(job, "paused");
    assertThat(server.http().command(job, "pause"))
        .as("once more changes nothing")
        .isEqualTo("paused");
    server.terminate();
    server.start();
    staysQuiet(job, "paused");
    server.kill();
    server.start();
    staysQuiet(job, "paused");
    assertThat(server.http().command(job, "resume")).isEqualTo("running");
    completedLikeUndisturbed(job);
  }

  @Test
  void aPauseSurvivesAKillThatComesAtOnce() {
    String job = atWork();
    server.http().command(job, "pause");
    server.kill();
    server.start();
    awaitState(job, "paused");
    staysQuiet(job, "paused");
    server.http().command(job, "resume");
    completedLikeUndisturbed(job);
  }

  @Test
  void aStopActsAtOnceAndSurvivesAStopAndAKillAndARetryGoesOn() {
    String job = atWork();
    assertThat(server.http().command(job, "stop")).isIn("stopping", "stopped");
    awaitQuiet(job, "stopped");
    server.terminate();
    server.start();
    staysQuiet(job, "stopped");
    server.kill();
    server.start();
    staysQuiet(job, "stopped");
    refuses(job, "resume");
    refuses(job, "pause");
    assertThat(server.http().command(job, "retry")).isEqualTo("running");
    completedLikeUndisturbed(job);
  }

  @Test
  void aRetryTriesWhatFailedOnceMoreAndNothingElse() {
    List<Paper> papers = Paper.some(40, 4);
    String job = server.http().submit("chunk", papers);
    awaitState(job, "completed");
    byte[] results = server.http().results(job);
    int before = Runs.of(server).size();
    server.http().command(job, "retry");
    awaitState(job, "completed");
    long bad = papers.stream().filter(paper -> !paper.good()).count();
    assertThat(Runs.of(server).size() - before).isEqualTo(bad);
    JsonNode found = server.http().job(job);
    assertThat(found.path("counts").path("failed").asLong()).isEqualTo(bad);
    assertThat(found.path("processing").asText()).isEqualTo("retried");
    assertThat(server.http().results(job)).isEqualTo(results);
    eventsHaveNoGap(job);
  }

  @Test
  void whatIsFinishedCannotBePausedResumedOrStopped() {
    String job = server.http().submit("chunk", Paper.good(3, 5));
    awaitState(job, "completed");
    List.of("pause", "resume", "stop", "retry").forEach(command -> refuses(job, command));
    assertThat(server.http().job(job).path("state").asText()).isEqualTo("completed");
  }

  @Test
  void aJobIsDeletedOnlyWhenItHasEndedAndIsGoneThen() {
    String job = atWork();
    assertThat(server.http().delete("/v1/jobs/" + job).statusCode()).isEqualTo(409);
    server.http().command(job, "stop");
    awaitState(job, "stopped");
    assertThat(server.http().delete("/v1/jobs/" + job).statusCode()).isEqualTo(204);
    isGone(job);
    server.kill();
    server.start();
    isGone(job);
  }

  @Test
  void aServerToldToEndDoesSoInGoodOrderAndTheNextGoesOnWithoutDoingAnythingTwice() {
    String job = atWork();
    ProcessHandle postgres = Orphan.of(server.home()).orElseThrow();
    assertThat(server.terminate()).isLessThan(Duration.ofSeconds(20));
    assertThat(server.life().process().exitValue()).isIn(0, 143);
    assertThat(server.home().resolve("server.json")).doesNotExist();
    assertThat(server.home().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    // Gone for good once whoever inherited it has taken note.
    await().atMost(Duration.ofSeconds(10)).until(() -> !postgres.isAlive());
    assertThat(server.life().said()).doesNotContain("Exception", "ERROR");
    server.start();
    completedLikeUndisturbed(job);
    List<Runs.Run> last = Runs.ofLastJob(Runs.of(server));
    assertThat(last.stream().map(Runs.Run::life).distinct()).as("lives that worked").hasSize(2);
    new Verdict(server.http(), job, PAPERS).nothingCommittedIsRunAgain(last);
    assertThat(last.stream().map(Runs.Run::task).filter(task -> !task.stage().equals("chunk")))
        .as("runs of stages that can't be broken off")
        .doesNotHaveDuplicates();
  }

  private static String submit() {
    return server.http().submit("chunk", PAPERS);
  }

  /** A job that has some documents done and most before it. */
  private static String atWork() {
    String job = submit();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> server.http().job(job).path("counts").path("done").asInt() > 5);
    assertThat(server.http().job(job).path("state").asText()).isEqualTo("running");
    return job;
  }

  /** No stage begins later than the limit, and the state comes once those in flight are through. */
  private static void awaitQuiet(String job, String state) {
    await().atMost(OBEYS_WITHIN).pollDelay(OBEYS_WITHIN.minusMillis(100)).until(() -> true);
    int runs = Runs.of(server).size();
    awaitState(job, state);
    staysQuiet(job, state);
    assertThat(Runs.of(server)).as("runs after the limit").hasSize(runs);
  }

  private static void staysQuiet(String job, String state) {
    int runs = Runs.of(server).size();
    await()
        .during(QUIET)
        .atMost(QUIET.multipliedBy(3))
        .until(
            () ->
                Runs.of(server).size() == runs
                    && server.http().job(job).path("state").asText().equals(state));
  }

  private static void awaitState(String job, String state) {
    await()
        .alias("job " + job + " is " + state)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> server.http().job(job).path("state").asText().equals(state));
  }

  private static void completedLikeUndisturbed(String job) {
    awaitState(job, "completed");
    new Verdict(server.http(), job, PAPERS).completed();
    assertThat(server.http().results(job)).isEqualTo(undisturbed);
    eventsHaveNoGap(job);
  }

  private static void eventsHaveNoGap(String job) {
    long next = 1;
    JsonNode page = events(job, 0);
    while (!page.isEmpty()) {
      for (JsonNode event : page) {
        assertThat(event.path("id").asLong()).isEqualTo(next++);
      }
      page = events(job, next - 1);
    }
    assertThat(next).isGreaterThan(1);
  }

  private static JsonNode events(String job, long after) {
    return server
        .http()
        .json("/v1/jobs/" + job + "/events?after=" + after, "application/json")
        .path("events");
  }

  private static void refuses(String job, String command) {
    HttpResponse<byte[]> answer = server.http().post("/v1/jobs/" + job + "/" + command);
    assertThat(answer.statusCode()).as(command).isEqualTo(409);
    assertThat(Http.tree(answer).path("type").asText()).endsWith("illegal-transition");
  }

  private static void isGone(String job) {
    for (String path : List.of("", "/documents", "/results", "/artifacts", "/events")) {
      assertThat(server.http().get("/v1/jobs/" + job + path).statusCode()).as(path).isEqualTo(404);
    }
  }
}

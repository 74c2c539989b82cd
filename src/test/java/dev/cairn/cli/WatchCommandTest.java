package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {

  private static final Json COMPLETED = Json.parse("{\"state\":\"completed\"}");

  @TempDir private Path folder = Path.of("");
  private final Peer peer = new Peer();
  private final PeerJob job = peer.has(PeerJob.of(Peer.idOf(1), "running", 253, 0, 12));

  @AfterEach
  void close() {
    peer.close();
  }

  private Shell.Ran watch(String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "watch";
    args[1] = job.id;
    System.arraycopy(options, 0, args, 2, options.length);
    return Shell.with(folder, peer).run(args);
  }

  @Test
  void theJobIsFollowedToItsEndAcrossABrokenConnection() {
    peer.connections.add(
        (its, last, out) -> {
          its.done = 136;
          Peer.send(out, "retry: 1\n: welcome\n\n");
          Peer.event(out, "job.snapshot", Optional.empty(), its.json());
          Peer.event(out, "stage.checkpointed", Optional.of("7"), Json.parse("{\"seq\":1}"));
        });
    Shell.Ran ran = watch();
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("is completed", "Progress: 241/253 (95.3%) | Failed: 12");
    assertThat(peer.lastEventIds).startsWith(Optional.empty(), Optional.of("7"));
  }

  @Test
  void aJobThatHasEndedIsToldWithoutFollowingIt() {
    job.complete();
    assertThat(watch().exit()).isEqualTo(5);
    assertThat(watch("--json").out()).hasLineCount(1).contains("job.snapshot", "completed");
    assertThat(peer.lastEventIds).isEmpty();
  }

  @Test
  void theEndOfAnEarlierRunOfARetriedJobIsNotTheEnd() {
    Peer.Answer running = new Peer.Answer(200, "application/json", job.json().write(), Map.of());
    for (int i = 0; i < 3; i++) {
      peer.prescribe("GET /v1/jobs/" + job.id, running);
    }
    peer.connections.add(
        (its, last, out) -> {
          Peer.event(out, "job.done", Optional.of("5"), COMPLETED);
          Peer.event(out, "job.status", Optional.of("6"), Json.parse("{\"state\":\"running\"}"));
          Peer.TO_THE_END.send(its, last, out);
        });
    Shell.Ran ran = watch("--json");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.out().lines().map(line -> Json.parse(line).text("event").orElse("?")))
        .containsExactly(
            "job.done", "job.status", "job.snapshot", "job.progress", "job.status", "job.done");
  }

  @Test
  void statesOfLongAgoThatAreToldAgainAreNotShownAsNews() {
    peer.connections.add(
        (its, last, out) -> {
          Peer.event(out, "job.snapshot", Optional.empty(), its.json());
          Peer.event(out, "job.status", Optional.of("1"), Json.parse("{\"state\":\"queued\"}"));
          Peer.event(out, "job.status", Optional.of("2"), Json.parse("{\"state\":\"paused\"}"));
          Peer.send(out, "retry: 1\n\n");
        });
    assertThat(watch().err()).doesNotContain("queued", "paused").contains("is completed");
  }

  @Test
  void noContentIsTheEndOfAJobThatHasEnded() {
    Peer.Answer running = new Peer.Answer(200, "application/json", job.json().write(), Map.of());
    peer.prescribe("GET /v1/jobs/" + job.id, running);
    peer.prescribe(
        "GET /v1/jobs/" + job.id + "/events",
        new Peer.Answer(204, "text/event-stream", "", Map.of()));
    job.complete();
    assertThat(watch().exit()).isEqualTo(5);
  }

  @Test
  void theTimeoutLeavesTheJobToItself() {
    Shell.Ran ran = watch("--timeout", "0s", "--quiet");
    assertThat(ran.exit()).isEqualTo(7);
    assertThat(ran.err())
        .isEqualTo(
            "cairn: job %s has not ended in the time given; the job is safe and goes on;"
                    .formatted(job.id)
                + " come back with: cairn watch %s\n".formatted(job.id));
  }

  @Test
  void aServerThatGoesAwayForGoodIsGivenUpWithAWordOnHowToComeBack() {
    peer.connections.add((its, last, out) -> peer.close());
    Shell.Ran ran = watch("--patience", "0s", "--quiet");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("come back with: cairn watch " + job.id);
  }

  @Test
  void endingTheProcessLeavesTheJobAloneAndSaysHowToComeBack() throws Exception {
    CountDownLatch watched = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    peer.connections.add(
        (its, last, out) -> {
          Peer.event(out, "job.snapshot", Optional.empty(), its.json());
          watched.countDown();
          awaitQuietly(left);
        });
    Process process = process("watch", job.id, "--server", peer.url().toString());
    assertThat(watched.await(30, TimeUnit.SECONDS)).isTrue();
    process.toHandle().destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    left.countDown();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(said)
        .endsWith(
            "Detached: the job is safe and goes on; come back with: cairn watch %s\n"
                .formatted(job.id));
    assertThat(peer.requests).noneMatch(asked -> asked.startsWith("POST"));
  }

  private static Process process(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.cairn.cli.Cairn"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aStateThisClientDoesNotKnowIsOneLine() {
    job.state = "levitating";
    Shell.Ran ran = watch();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("'levitating'");
  }

  @Test
  void withoutAJobTheLastOneIsWatched() {
    peer.has(PeerJob.of(Peer.idOf(2), "running", 3, 0, 0));
    Shell.Ran ran = Shell.with(folder, peer).run("watch");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("Job " + Peer.idOf(2) + " is completed");
  }

  @Test
  void nobodyIsToldWhatTheServerKeepsToItself() {
    peer.prescribe(
        "GET /v1/jobs/" + job.id, Peer.Answer.problem(403, "Not allowed", "key lacks read"));
    Shell.Ran ran = watch();
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(List.of(ran.out(), ran.err()))
        .containsExactly("", "cairn: Not allowed: key lacks read\n");
  }
}

package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.it.ClusterUnderTest.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that stands still with all its connections open: for too long, and not for too long. */
class SilenceIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration NO_RESCUE = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final int PAUSES = 3;

  private static Undisturbed undisturbed = new Undisturbed(List.of(), new byte[0], "");
  private static PostgresUnderTest postgres = new PostgresUnderTest(Path.of("target"));
  private static ClusterUnderTest cluster;

  private final Random random = new Random();

  @BeforeAll
  static void start(@TempDir Path folder) {
    undisturbed = Undisturbed.lot();
    postgres = new PostgresUnderTest(folder.resolve("database")).start();
    cluster = new ClusterUnderTest(folder, postgres, 2).start();
  }

  @AfterAll
  static void end() {
    cluster.close();
    postgres.close();
  }

  /**
   * The job is paused while the node sleeps, so that nobody does the sleeper's work again: what it
   * brings when it wakes finds its place free, and only the epoch keeps it out.
   */
  @Test
  void aNodeThatWakesAfterItsLeaseExpiredWritesNothingOfIt() {
    Http http = cluster.http();
    String job = http.submit("chunk", undisturbed.papers());
    Node sleeper = cluster.awaitAtWork(List.of(cluster.node(1)), random);
    freezeInMidstOf(job, sleeper);
    http.command(job, "pause");
    awaitState(job, "paused");
    Set<String> brings = begunAndNotCommitted(job, sleeper);
    assertThat(brings).as("stages that the sleeper has in its hands").isNotEmpty();
    List<String> before = written(job);
    sleeper.server().thaw();
    awaitEnteredAnew(sleeper);
    await()
        .alias("nothing is written by whom the documents were taken from")
        .during(QUIET)
        .atMost(QUIET.multipliedBy(2))
        .until(() -> written(job).equals(before));
    http.command(job, "resume");
    completedLikeUndisturbed(job);
  }

  @Test
  void aNodeThatStandsStillForTwoSecondsIsNotRescued() {
    String first = cluster.http().submit("chunk", undisturbed.papers());
    String job = cluster.http().submit("chunk", undisturbed.papers());
    List<String> nodes = postgres.ask("select id || name from node order by id");
    for (int pause = 0; pause < PAUSES; pause++) {
      Node node = cluster.node(pause % cluster.nodes().size());
      node.server().freeze();
      Storm.passes(NO_RESCUE);
      node.server().thaw();
      assertThat(Http.isReady(node.server().address().orElseThrow().url())).isTrue();
    }
    Undisturbed.awaitEnd(cluster.http(), job);
    assertThat(postgres.ask("select id || name from node order by id"))
        .as("nodes, none of which was thought dead")
        .isEqualTo(nodes);
    assertThat(cluster.http().job(job).path("processing").asText()).isEqualTo("first-run");
    completedLikeUndisturbed(first);
    completedLikeUndisturbed(job);
  }

  /** A node that is frozen between two stages would prove nothing: then once more. */
  private static void freezeInMidstOf(String job, Node node) {
    node.server().freeze();
    int tries = 0;
    while (begunAndNotCommitted(job, node).isEmpty()) {
      assertThat(tries++).as("vain tries to catch the node in a stage").isLessThan(20);
      node.server().thaw();
      Storm.passes(Duration.ofMillis(37));
      node.server().freeze();
    }
  }

  private static Set<String> begunAndNotCommitted(String job, Node node) {
    long key = cluster.key(job);
    Set<String> begun = new HashSet<>();
    Runs.of(node.server(), node.number()).stream()
        .filter(run -> run.job() == key)
        .forEach(run -> begun.add(run.task().seq() + " " + run.task().stage()));
    postgres
        .ask(
            """
            select c.seq || ' ' || j.stages[c.stage + 1]
            from checkpoint c join job j on j.id = c.job where c.job = %d
            """
                .formatted(key))
        .forEach(begun::remove);
    return begun;
  }

  /** How much there is of a job: any write changes it. */
  private static List<String> written(String job) {
    return postgres.ask(
        """
        select (select count(*) from checkpoint where job = h.job)
          || ' checkpoints, ' || (select count(*) from record where job = h.job)
          || ' records, ' || (select count(*) from failure where job = h.job)
          || ' failures, next event ' || h.next_event
        from job_head h where h.job = %d
        """
            .formatted(cluster.key(job)));
  }

  /** It has heard that it was thought dead, and begins anew. */
  private static void awaitEnteredAnew(Node node) {
    await()
        .alias("the node is entered again")
        .atMost(PATIENCE)
        .until(() -> postgres.ask("select name from node").stream().anyMatch(node::isNamed));
  }

  private static void awaitState(String job, String state) {
    await()
        .alias("job " + job + " is " + state)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> cluster.http().job(job).path("state").asText().equals(state));
  }

  private static void completedLikeUndisturbed(String job) {
    Undisturbed.awaitEnd(cluster.http(), job);
    new Verdict(cluster.http(), job, undisturbed.papers()).completed();
    undisturbed.isWhatComesOf(job, cluster.http());
  }
}

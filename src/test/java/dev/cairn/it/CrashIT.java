package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the server again and again while it works, and looks from outside whether anything was
 * lost, done twice or told twice. {@code -Dcairn.crash.rounds} repeats it with other seeds, {@code
 * -Dcairn.crash.seed} repeats one run, {@code -Dcairn.crash.kills} says how often it dies.
 */
class CrashIT {

  private static final int KILLS = Integer.getInteger("cairn.crash.kills", 6);
  private static final int ROUNDS = Integer.getInteger("cairn.crash.rounds", 1);
  private static final List<List<Paper>> JOBS = List.of(Paper.some(160, 1), Paper.some(100, 2));

  private static final String SHORT_LIVED = ClusterUnderTest.SHORT_LIVED;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static List<Undisturbed> undisturbed = List.of();

  static LongStream seeds() {
    long first = Long.getLong("cairn.crash.seed", System.currentTimeMillis());
    return LongStream.range(first, first + ROUNDS);
  }

  @BeforeAll
  static void runUndisturbed(@TempDir Path folder) {
    undisturbed = Undisturbed.runs(folder, JOBS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aServerKilledAgainAndAgainDoesEachStageOfEachDocumentOnce(long seed, @TempDir Path folder) {
    System.out.printf("CrashIT: seed %d, %d kills%n", seed, KILLS);
    Random random = new Random(seed);
    List<Followed> jobs = new ArrayList<>();
    try (ServerUnderTest server = new ServerUnderTest(folder, SHORT_LIVED).start()) {
      jobs.add(submit(server, 0, random));
      for (int kill = 1; kill <= KILLS; kill++) {
        killSometime(server, jobs, KILLS - kill, random);
        if (random.nextInt(4) == 0) {
          server.launch().livesFor(Duration.ofMillis(random.nextInt(3_000)));
          server.kill();
        }
        server.start();
        if (kill == KILLS / 2) {
          jobs.add(submit(server, 1, random));
        }
      }
      jobs.forEach(job -> job.subscriber().awaitEnd());
      List<Runs.Run> runs = Runs.of(server);
      assertThat(runs.stream().map(run -> List.of(run.job(), run.task())).distinct().count())
          .as("stages of documents: fewer than runs, else no kill hit any work")
          .isLessThan(runs.size());
      assertThat(Runs.blockedLoops(server, 0)).as("blocked event loops").isEmpty();
      for (Followed job : jobs) {
        List<Runs.Run> ofJob = Runs.ofJob(runs, job.position());
        new Verdict(server.http(), job.id(), JOBS.get(job.position()))
            .check(job.subscriber(), ofJob);
        undisturbed.get(job.position()).isWhatComesOf(job.id(), server.http());
      }
      server.terminate();
    } finally {
      jobs.forEach(job -> job.subscriber().close());
    }
  }

  /** A job and who follows it. */
  private record Followed(int position, String id, Subscriber subscriber) {}

  private static Followed submit(ServerUnderTest server, int position, Random random) {
    String id = server.http().submit("chunk", JOBS.get(position));
    return new Followed(
        position, id, new Subscriber(server, id, new Random(random.nextLong())).begin());
  }

  /**
   * Kills at a random moment of the work that is left, told by the events: so it falls into work on
   * a fast machine as on a slow one.
   */
  private static void killSometime(
      ServerUnderTest server, List<Followed> jobs, int killsLeft, Random random) {
    int all = JOBS.stream().mapToInt(papers -> 5 * papers.size()).sum();
    int left = Math.max(1, all - count(jobs));
    int more = 1 + random.nextInt(Math.max(1, 2 * left / (killsLeft + 3)));
    int until = count(jobs) + more;
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> count(jobs) >= until || idle(jobs));
    server.life().livesFor(Duration.ofMillis(random.nextInt(30)));
    server.kill();
    System.out.printf("CrashIT: killed after %d events%n", count(jobs));
  }

  private static int count(List<Followed> jobs) {
    return jobs.stream().mapToInt(job -> job.subscriber().count()).sum();
  }

  private static boolean idle(List<Followed> jobs) {
    return jobs.stream()
        .allMatch(
            job ->
                job.subscriber().seen().stream().anyMatch(seen -> seen.type().equals("job.done")));
  }
}

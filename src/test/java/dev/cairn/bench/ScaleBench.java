package dev.cairn.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Jobs of very different sizes on one packaged server with 512 MB of heap: whether a large one is
 * as fast as a small one, and needs no more memory. {@code -Dbench.largest} is the largest.
 */
class ScaleBench {

  private static final int LARGEST = Integer.getInteger("bench.largest", 1_000_000);
  private static final int SAMPLES = 20;
  private static final int PAYLOAD = 1024;

  /** Guessed, to spread the samples over a job. */
  private static final int STAGES_A_SECOND = 20_000;

  private static final int WARM_UP = 50_000;

  /** One job, beside the bare limits before and after it. */
  private record Round(int documents, double bare, Engine.Went went) {
    double rate() {
      return went.rate();
    }

    double ratio() {
      return rate() / bare;
    }
  }

  @Test
  void throughput() throws IOException {
    List<Round> rounds = new ArrayList<>();
    try (Engine engine = Engine.start()) {
      engine.run(WARM_UP);
      engine.bare();
      engine.run(WARM_UP);
      engine.database().emptyJobs();
      double before = engine.bare();
      for (int documents : sequence()) {
        ServerMemory.Mark mark = engine.server().memory().mark();
        Engine.Went went = engine.run(documents);
        String memory = mark.since();
        engine.database().emptyJobs();
        double after = engine.bare();
        Round round = new Round(documents, (before + after) / 2, went);
        before = after;
        rounds.add(round);
        tell(round, memory);
      }
    }
    verdict(rounds);
  }

  /** The largest stands between two of a tenth, so that the machine's moods cancel out. */
  private static List<Integer> sequence() {
    int tenth = LARGEST / 10;
    List<Integer> sequence = new ArrayList<>(List.of(LARGEST / 100, tenth, LARGEST, tenth));
    if (LARGEST <= 1_000_000) {
      sequence.addAll(List.of(LARGEST, tenth));
    }
    return sequence;
  }

  private static void tell(Round round, String memory) {
    System.out.printf(
        "scale %,d documents: %,.0f stage commits/s, bare %,.0f rows/s, ratio %.2f;"
            + " WAL %.0f bytes a commit beyond its payload; %s%n",
        round.documents(),
        round.rate(),
        round.bare(),
        round.ratio(),
        round.went().wal() - PAYLOAD,
        memory);
  }

  private static void verdict(List<Round> rounds) {
    for (int i = 1; i < rounds.size() - 1; i++) {
      Round large = rounds.get(i);
      if (large.documents() == LARGEST) {
        Round before = rounds.get(i - 1);
        Round after = rounds.get(i + 1);
        System.out.printf(
            "scale %,d beside the mean of its neighbours of %,d: %.0f%% of their stage commits/s,"
                + " %.0f%% of their ratio to the bare limit (contract: 95%%)%n",
            LARGEST,
            before.documents(),
            200 * large.rate() / (before.rate() + after.rate()),
            200 * large.ratio() / (before.ratio() + after.ratio()));
      }
    }
  }

  @Test
  void heap() throws IOException {
    List<Long> peaks = new ArrayList<>();
    for (int documents : List.of(LARGEST / 100, LARGEST / 10, LARGEST)) {
      peaks.add(peak(documents));
    }
    System.out.printf(
        "scale live heap at %,d documents: %.0f%% of that at %,d (contract: 90 to 110%%)%n",
        LARGEST, 100.0 * peaks.getLast() / peaks.getFirst(), LARGEST / 100);
  }

  /**
   * Highest of as many samples for each size, all taken from a server that has run a job before; of
   * small jobs one follows the other until there are enough.
   */
  private static long peak(int documents) throws IOException {
    long expected = 1000L * documents * Engine.STAGES / STAGES_A_SECOND;
    Duration between = Duration.ofMillis(Math.max(250, expected / SAMPLES));
    List<Long> samples = new ArrayList<>();
    try (Engine engine = Engine.start()) {
      engine.run(10_000);
      ServerMemory memory = engine.server().memory();
      long idle = memory.live();
      while (samples.size() < SAMPLES) {
        CompletableFuture<Engine.Went> job =
            CompletableFuture.supplyAsync(() -> engine.run(documents));
        while (!job.isDone()) {
          samples.add(memory.live());
          Engine.pause(between);
        }
        job.join();
      }
      samples.sort(null);
      long peak = samples.getLast();
      System.out.printf(
          "scale %,d documents: live heap at most %.1f MB, median %.1f MB of %d samples; %.1f MB at rest%n",
          documents, peak / 1e6, samples.get(samples.size() / 2) / 1e6, samples.size(), idle / 1e6);
      return peak;
    }
  }
}

package dev.cairn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final int SAMPLES = 30;
  private static final int PAYLOAD = 1024;

  private static final int MOST_JOBS = 300;
  private static final int WARM_UP = 50_000;

  /** Of the bare limit, which has as many rows as the job has stage commits, up to this. */
  private static final int MOST_ROWS = 3_000_000;

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
      for (int documents : sequence()) {
        int rows = Math.clamp((long) documents * Engine.STAGES, 200_000, MOST_ROWS);
        double before = engine.bare(rows);
        engine.database().emptyJobs();
        ServerMemory.Mark mark = engine.server().memory().mark();
        Engine.Went went = engine.run(documents);
        String memory = mark.since();
        engine.database().emptyJobs();
        double after = engine.bare(rows);
        Round round = new Round(documents, (before + after) / 2, went);
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
   * Highest of as many samples for each size, all taken while a job is worked on, from a server
   * that has run some before; of small jobs one follows the other until there are enough.
   */
  private static long peak(int documents) throws IOException {
    try (Engine engine = Engine.start()) {
      engine.run(10_000);
      double rate = engine.run(WARM_UP).rate();
      long idle = engine.server().memory().live();
      Duration apart =
          Duration.ofMillis((long) (1000.0 * documents * Engine.STAGES / rate / SAMPLES / 2));
      List<Long> samples = new ArrayList<>();
      for (int jobs = 0; samples.size() < SAMPLES && jobs < MOST_JOBS; jobs++) {
        sample(engine, documents, apart, samples);
      }
      samples.sort(null);
      System.out.printf(
          "scale %,d documents: live heap at most %.1f MB, median %.1f MB of %d samples; %.1f MB at rest%n",
          documents,
          samples.getLast() / 1e6,
          samples.get(samples.size() / 2) / 1e6,
          samples.size(),
          idle / 1e6);
      return samples.getLast();
    }
  }

  private static void sample(Engine engine, int documents, Duration apart, List<Long> samples) {
    PackagedServer server = engine.server();
    long before = server.begun();
    long stages = (long) documents * Engine.STAGES;
    CompletableFuture<Engine.Went> job = CompletableFuture.supplyAsync(() -> engine.run(documents));
    while (!job.isDone()) {
      boolean begun = server.begun() > before;
      long live = begun ? live(server) : 0;
      if (begun && server.begun() < before + stages) {
        samples.add(live);
      }
      Engine.pause(begun ? apart : Duration.ofMillis(1));
    }
    job.join();
  }

  private static long live(PackagedServer server) {
    try {
      return server.memory().live();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

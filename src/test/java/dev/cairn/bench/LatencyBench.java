package dev.cairn.bench;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * From the moment before a job of one document is sent over HTTP until its first stage begins, on
 * an idle node and on one that works at 70% of what it can.
 */
class LatencyBench {

  private static final int SUBMISSIONS = Integer.getInteger("bench.submissions", 400);
  private static final int WARM_UP = Math.min(200, SUBMISSIONS);
  private static final int FULL = Integer.getInteger("bench.documents", 100_000);
  private static final double LOAD = 0.7;

  /** A submission and the pause behind it take less, so that the load lasts. */
  private static final double SECONDS_EACH = 0.2;

  private final Random random = new Random(7);

  /** A submission, and when it was sent. */
  private record Sent(String id, long nanos) {}

  @Test
  void submitToFirstStage() throws IOException {
    try (Engine engine = Engine.start()) {
      submit(engine, WARM_UP);
      tell("on an idle node", submit(engine, SUBMISSIONS));
      engine.run(FULL / 2);
      double full = engine.run(FULL).rate();
      System.out.printf("latency: full rate %,.0f stage commits/s%n", full);
      underLoad(engine, full);
      tell("on an idle node again", submit(engine, SUBMISSIONS));
    }
  }

  private void underLoad(Engine engine, double full) {
    int rate = (int) (full * LOAD / Engine.STAGES);
    int documents = (int) (rate * (SECONDS_EACH * SUBMISSIONS + 10));
    String load = engine.client().submitLines("paced&param.rate=" + rate, documents);
    Engine.pause(Duration.ofSeconds(4));
    long begun = engine.server().begun();
    long from = System.nanoTime();
    Latencies latencies = submit(engine, SUBMISSIONS);
    double was = (engine.server().begun() - begun) * 1e9 / (System.nanoTime() - from);
    boolean lasted = !engine.ended(load);
    tell("at %.0f%% of the full rate".formatted(100 * was / full), latencies);
    if (!lasted) {
      throw new IllegalStateException("the load ended before the submissions");
    }
    engine.awaitEnd(load);
    JobCheck.completed(engine.database(), engine.client(), load, documents);
  }

  private Latencies submit(Engine engine, int count) {
    List<Sent> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long nanos = System.nanoTime();
      var text = BodyPublishers.ofString("text " + i + " of " + nanos); // no other has its blob
      all.add(new Sent(engine.client().submit("stamp", text), nanos));
      // Long enough to be idle again, and never in step with anything.
      Engine.pause(Duration.ofMillis(60 + random.nextInt(60)));
    }
    Latencies latencies = new Latencies();
    for (Sent sent : all) {
      engine.awaitEnd(sent.id());
      String[] records = engine.client().results(sent.id()).strip().split("\n");
      if (records.length != 1) {
        throw new IllegalStateException("not one record: " + List.of(records));
      }
      latencies.add(Client.tree(records[0]).path("at").asLong() - sent.nanos());
    }
    return latencies;
  }

  private static void tell(String where, Latencies latencies) {
    System.out.printf(
        Locale.ROOT,
        "latency: first stage %s, ms, of %d jobs: p50 %.1f, p95 %.1f, p99 %.1f, max %.1f%n",
        where,
        latencies.total(),
        latencies.millis(0.5),
        latencies.millis(0.95),
        latencies.millis(0.99),
        latencies.millis(1));
  }
}

package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How long a job of a million documents at full speed takes from the moment before {@code pause} is
 * sent until the API says that it is paused, and that nothing begins after that.
 */
class PauseBench {

  private static final int DOCUMENTS = Integer.getInteger("bench.documents", 1_000_000);
  private static final int PAUSES = Integer.getInteger("bench.pauses", 12);

  /** At full speed before the next pause. */
  private static final Duration RUN = Duration.ofMillis(1500);

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void pauses() throws IOException {
    try (Engine engine = Engine.start()) {
      engine.run(50_000);
      String id = engine.client().submitLines("trivial", DOCUMENTS);
      List<Long> millis = new ArrayList<>();
      for (int pause = 0; pause < PAUSES; pause++) {
        double rate = work(engine);
        assertThat(engine.client().state(id)).as("documents are too few").isEqualTo("running");
        millis.add(pause(engine, id));
        System.out.printf(
            "pause %d: %d ms, from %,.0f stages/s, with %,d documents before it%n",
            pause + 1, millis.getLast(), rate, pending(engine, id));
        engine.client().command(id, "resume");
      }
      engine.awaitEnd(id);
      JobCheck.completed(engine.database(), engine.client(), id, DOCUMENTS);
      millis.sort(null);
      System.out.printf(
          "pause of %,d documents, ms, of %d: median %d, max %d (contract: below 1000)%n",
          DOCUMENTS, PAUSES, millis.get(millis.size() / 2), millis.getLast());
    }
  }

  /** Lets it run; stages that begin a second at last. */
  private static double work(Engine engine) {
    long start = engine.server().begun();
    Awaitility.await().atMost(PATIENCE).until(() -> engine.server().begun() > start);
    Engine.pause(RUN.minusMillis(500));
    long begun = engine.server().begun();
    long from = System.nanoTime();
    Engine.pause(Duration.ofMillis(500));
    return (engine.server().begun() - begun) * 1e9 / (System.nanoTime() - from);
  }

  private static long pause(Engine engine, String id) {
    long from = System.nanoTime();
    engine.client().command(id, "pause");
    while (!engine.client().state(id).equals("paused")) {
      if (System.nanoTime() - from > PATIENCE.toNanos()) {
        throw new IllegalStateException("not paused: " + engine.client().job(id));
      }
    }
    long millis = (System.nanoTime() - from) / 1_000_000;
    long begun = engine.server().begun();
    Engine.pause(QUIET);
    assertThat(engine.server().begun()).as("stages that have begun").isEqualTo(begun);
    assertThat(engine.client().state(id)).isEqualTo("paused");
    return millis;
  }

  private static long pending(Engine engine, String id) {
    return engine.client().job(id).path("counts").path("pending").asLong();
  }
}

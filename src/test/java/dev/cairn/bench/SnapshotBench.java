package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One long job at full speed while another session holds a snapshot open, so that no version of a
 * counter can be removed. The job is paused for each look at the bare limit; what it has written by
 * then is thrown away, or it would not fit on the disk.
 */
class SnapshotBench {

  private static final int MINUTES = Integer.getInteger("bench.minutes", 10);
  private static final Duration SLICE = Duration.ofSeconds(Integer.getInteger("bench.slice", 20));
  private static final int BEFORE = 3;

  /** Times the documents that the rate before it would need; some are done before all are split. */
  private static final double SPARE = 2.5;

  private static final int MOST = 60_000_000;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How large the rows that are changed again and again have become. */
  private static final String SIZES =
      """
      select string_agg(format('%s %s KB', relname, pg_relation_size(oid) / 1024), ', ' order by relname)
      from pg_class
      where relname in ('job', 'job_head', 'tally', 'lease', 'node', 'tenant', 'source', 'tally_pkey',
                        'job_head_pkey')
      """;

  /** The bare limit, and the engine right after it. */
  private record Slice(double bare, double rate) {}

  @Test
  void anOldSnapshot() throws IOException, SQLException {
    try (Engine engine = Engine.start()) {
      engine.run(50_000);
      double rate = engine.run(100_000).rate();
      long seconds = 60L * MINUTES + 2 * BEFORE * SLICE.toSeconds();
      int documents = (int) Math.min(MOST, rate / Engine.STAGES * SPARE * seconds);
      String id = engine.client().submitLines("trivial", documents);
      Awaitility.await().atMost(PATIENCE).until(() -> engine.client().state(id).equals("running"));
      Slices slices = new Slices(engine, id);
      double before = mean(slices.take("before", BEFORE * SLICE.toSeconds()));
      List<Slice> during;
      try (Connection old = engine.database().session()) {
        hold(old);
        during = slices.take("snapshot", MINUTES * 60L);
        engine.run(20_000); // what comes of a job meanwhile is right
      }
      double after = mean(slices.take("after", BEFORE * SLICE.toSeconds()));
      assertThat(engine.client().state(id)).as("too few documents").isEqualTo("running");
      engine.client().command(id, "stop");
      engine.awaitEnd(id);
      assertThat(engine.client().state(id)).isEqualTo("stopped");
      System.out.printf(
          "snapshot: ratio before %.2f, first slice with it %.2f, last three of %d minutes %.2f, after %.2f%n",
          before,
          mean(during.subList(0, 1)),
          MINUTES,
          mean(during.subList(Math.max(0, during.size() - BEFORE), during.size())),
          after);
    }
  }

  private static void hold(Connection old) throws SQLException {
    old.setAutoCommit(false);
    old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = old.createStatement()) {
      statement.execute("set local idle_in_transaction_session_timeout = 0");
      statement.execute("select count(*) from job");
    }
  }

  private static double mean(List<Slice> slices) {
    return slices.stream().mapToDouble(slice -> slice.rate() / slice.bare()).average().orElse(0);
  }

  private record Slices(Engine engine, String job) {

    List<Slice> take(String when, long seconds) {
      List<Slice> slices = new ArrayList<>();
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < seconds * 1_000_000_000L) {
        assertThat(engine.client().state(job)).as("too few documents").isEqualTo("running");
        double bare = bare();
        Slice slice = new Slice(bare, rate());
        slices.add(slice);
        System.out.printf(
            "%s, after %d s: %,.0f stage commits/s, bare %,.0f rows/s, ratio %.2f; %s%n",
            when,
            (System.nanoTime() - begun) / 1_000_000_000L,
            slice.rate(),
            bare,
            slice.rate() / bare,
            sizes());
      }
      return slices;
    }

    private double bare() {
      engine.client().command(job, "pause");
      Awaitility.await().atMost(PATIENCE).until(() -> engine.client().state(job).equals("paused"));
      double bare = engine.bare();
      engine.database().run("truncate checkpoint, event");
      engine.client().command(job, "resume");
      return bare;
    }

    /** Once it is at full speed again. */
    private double rate() {
      Engine.pause(Duration.ofSeconds(2));
      long begun = engine.server().begun();
      long from = System.nanoTime();
      Engine.pause(SLICE);
      return (engine.server().begun() - begun) * 1e9 / (System.nanoTime() - from);
    }

    private String sizes() {
      return engine.database().pool().query(SIZES).executeAndAwait().iterator().next().getString(0);
    }
  }
}

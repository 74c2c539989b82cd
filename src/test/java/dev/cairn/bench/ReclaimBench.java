package dev.cairn.bench;

import dev.cairn.TestDatabase;
import dev.cairn.store.Graves;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What removing a large job's rows costs, beside dropping tables that hold the same. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReclaimBench {

  private static final int DOCUMENTS = Integer.getInteger("bench.documents", 300_000);

  /** Before all jobs that there are. */
  private static final long SMALL = Long.MIN_VALUE;

  /** After all jobs that there are. */
  private static final long LARGE = 1L << 60;

  private static final List<String> TABLES = List.of("document", "checkpoint", "record");

  @Inject Pool pool;
  @Inject Graves graves;

  @Test
  void stepsBesideDrops() {
    run("select make_volume(%d)".formatted(LARGE));
    TABLES.forEach(table -> fill(table, SMALL));
    TABLES.forEach(table -> fill(table, LARGE));
    reclaim("delete in steps", SMALL);
    reclaim("drop", LARGE);
  }

  private void reclaim(String how, long job) {
    pool.preparedQuery("insert into grave (job) values ($1)").executeAndAwait(Tuple.of(job));
    run("checkpoint");
    List<Double> steps = new ArrayList<>();
    long wal = walPosition();
    boolean more = true;
    while (more) {
      long begun = System.nanoTime();
      more = graves.step().await().indefinitely();
      steps.add((System.nanoTime() - begun) / 1e6);
    }
    report(how, steps.stream().mapToDouble(each -> each).sum(), walPosition() - wal);
    steps.sort(null);
    System.out.printf(
        "%d steps, median %.0f ms, longest %.0f ms%n",
        steps.size(), steps.get(steps.size() / 2), steps.getLast());
  }

  private static void report(String what, double millis, long wal) {
    System.out.printf(
        "%s: %,d documents in %,.0f ms; WAL %,.1f bytes a document%n",
        what, DOCUMENTS, millis, wal / (double) DOCUMENTS);
  }

  private void fill(String table, long job) {
    String rows =
        switch (table) {
          case "document" ->
              "(job, seq, source, line, start, length) select $1, s, 0, s, s * 1000, 1000";
          case "checkpoint" ->
              """
              (job, seq, stage, outcome, epoch, records, took_us, handed_on)
              select $1, s, 0, 0, 1, 1, 100, decode(repeat('ab', 1024), 'hex')
              """;
          default -> "(job, seq, stage, n, data) select $1, s, 0, 0, repeat('ab', 512)";
        };
    pool.preparedQuery("insert into " + table + rows + " from generate_series(0, $2::bigint - 1) s")
        .executeAndAwait(Tuple.of(job, (long) DOCUMENTS));
  }

  private void run(String sql) {
    pool.query(sql).executeAndAwait();
  }

  private long walPosition() {
    return pool.query("select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes")
        .executeAndAwait()
        .iterator()
        .next()
        .getBigDecimal("bytes")
        .longValue();
  }
}

package dev.cairn.bench;

import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A packaged server with 512 MB of heap on a database of its own, and the jobs it is given. */
record Engine(BenchDatabase database, PackagedServer server, Client client)
    implements AutoCloseable {

  static final int STAGES = 3;

  private static final Duration PATIENCE = Duration.ofHours(1);

  @SuppressWarnings("resource") // the record closes both
  static Engine start() throws IOException {
    BenchDatabase database = new BenchDatabase();
    try {
      PackagedServer server = PackagedServer.start(database.url());
      return new Engine(database, server, server.client());
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * How a job went.
   *
   * @param rate stage commits a second, from the answer to the upload to the end
   * @param wal bytes of the database's log for each, the upload's rows included
   */
  record Went(double rate, double wal) {}

  /** Runs a job of lines and checks it. */
  Went run(int documents) {
    long commits = (long) documents * STAGES;
    long wal = database.walPosition();
    String id = client.submitLines("trivial", documents);
    long begun = System.nanoTime();
    awaitEnd(id);
    double rate = commits * 1e9 / (System.nanoTime() - begun);
    // Before the check: whoever reads a new page first sets hint bits, which are logged too.
    Went went = new Went(rate, (database.walPosition() - wal) / (double) commits);
    JobCheck.completed(database, client, id, documents);
    return went;
  }

  /** Asks the database: to ask the API so often would cost as much as the engine. */
  void awaitEnd(String id) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25))
        .until(() -> ended(id));
  }

  boolean ended(String id) {
    return database
            .pool()
            .preparedQuery("select 1 from job where uid = $1 and finished_at is not null")
            .executeAndAwait(Tuple.of(UUID.fromString(id)))
            .size()
        > 0;
  }

  /** Rows a second that a plain client writes at this moment. */
  double bare() {
    return bare(200_000);
  }

  /** The same with so many rows: what lasts longer also meets the disk, not its cache alone. */
  double bare(int rows) {
    return BareInserts.run(database.pool(), rows);
  }

  /** Lasts as long as it says. */
  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await()
        .atMost(time.plusSeconds(10))
        .pollDelay(time)
        .until(() -> System.nanoTime() >= end);
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      database.close();
    }
  }
}

package dev.cairn.bench;

import dev.cairn.postgres.EmbeddedPostgres;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;

/** The product's own PostgreSQL on a fresh folder, which goes with it, and ways in for a bench. */
final class BenchDatabase implements AutoCloseable {

  /** Kept from run to run: unpacking takes longer than many a round. */
  private static final Path CACHE = Path.of("target", "postgres-cache").toAbsolutePath();

  private final Path home;
  private final EmbeddedPostgres postgres;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  BenchDatabase() {
    home = folder("bench-database");
    postgres = EmbeddedPostgres.start(home, CACHE);
    pool =
        Pool.newInstance(
            PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(6))
                .connectingTo(url())
                .using(vertx)
                .build());
  }

  /** A new folder for files of a bench, on the disk that is measured. */
  static Path folder(String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), name)
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            postgres.user(),
            postgres.password(),
            postgres.host(),
            postgres.port(),
            postgres.database());
  }

  /** What it writes about itself. */
  Path log() {
    return home.resolve("postgres.log");
  }

  /** For bare inserts, and to look at what is going on. */
  Pool pool() {
    return pool;
  }

  /** A session of its own, which may stand inside a transaction. */
  Connection session() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  void run(String sql) {
    pool.query(sql).executeAndAwait();
  }

  /** One number. */
  long number(String sql) {
    return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }

  long walPosition() {
    return number("select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint");
  }

  /** Gives the disk back what finished jobs hold; the server works on none. */
  void emptyJobs() {
    run("truncate checkpoint, document, event, record, source, tally, job_head, transition, job");
    run("drop table if exists bare, bare_counter");
    run("checkpoint");
  }

  @Override
  public void close() {
    pool.closeAndAwait();
    vertx.close();
    postgres.close();
    remove(home);
  }

  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

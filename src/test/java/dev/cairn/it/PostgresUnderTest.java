package dev.cairn.it;

import static org.awaitility.Awaitility.await;

import dev.cairn.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * One PostgreSQL that several servers share, with every way of troubling it. Runs the programs that
 * the product ships; to the servers it is somebody else's.
 */
final class PostgresUnderTest implements AutoCloseable {

  /** The same as of the servers under test, so that the programs are unpacked once. */
  private static final Path CACHE = Path.of("target", "cairn").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path home;
  private Optional<EmbeddedPostgres> running = Optional.empty();
  private volatile int port;

  /**
   * @param home for its data; made when missing
   */
  PostgresUnderTest(Path home) {
    this.home = home;
  }

  /** Where its data are. */
  Path data() {
    return home.resolve("postgres");
  }

  /** Starts it, and returns when it takes connections. */
  PostgresUnderTest start() {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE);
    running = Optional.of(postgres);
    port = postgres.port();
    return this;
  }

  /** Where it listens, or listened last. */
  int port() {
    return port;
  }

  /** Whether its main process lives. */
  boolean lives() {
    return running.filter(EmbeddedPostgres::isRunning).isPresent();
  }

  /** Where servers find it. */
  String url(int throughPort) {
    EmbeddedPostgres postgres = running.orElseThrow();
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(postgres.user(), postgres.password(), throughPort, postgres.database());
  }

  /** As {@code pg_ctl stop -m immediate}: no checkpoint, the next start replays its log. */
  void stopAtOnce() {
    EmbeddedPostgres postgres = running.orElseThrow();
    if (postgres.isRunning()) {
      ProcessHandle.of(postgres.pid()).ifPresent(process -> Signals.send(process, "QUIT"));
      await().atMost(PATIENCE).until(() -> !postgres.isRunning());
    }
    stop();
  }

  /**
   * Ends each of its clients' connections with a given chance; how many.
   *
   * @param percent of the connections
   */
  int terminateBackends(int percent) {
    return ask("""
            select pg_terminate_backend(pid)::text from pg_stat_activity
            where backend_type = 'client backend' and pid <> pg_backend_pid()
              and random() * 100 < %d
            """
            .formatted(percent))
        .size();
  }

  /** Refuses all writes, as a standby does that was not promoted yet. */
  void refuseWrites() {
    ask("alter system set default_transaction_read_only = on");
    ask("select pg_reload_conf()::text");
    terminateBackends(100);
  }

  void allowWrites() {
    ask("alter system reset default_transaction_read_only");
    ask("select pg_reload_conf()::text");
    terminateBackends(100);
  }

  /** The first column of what a statement answers; nothing when it answers nothing. */
  List<String> ask(String sql) {
    EmbeddedPostgres postgres = running.orElseThrow();
    Properties properties = new Properties();
    properties.setProperty("user", postgres.user());
    properties.setProperty("password", postgres.password());
    properties.setProperty("options", "-c default_transaction_read_only=off");
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      List<String> answer = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            answer.add(rows.getString(1));
          }
        }
      }
      return answer;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Stops it in good order, if it runs; it may be started again. */
  void stop() {
    running.ifPresent(EmbeddedPostgres::close);
    running = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}

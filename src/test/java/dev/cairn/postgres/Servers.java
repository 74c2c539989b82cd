package dev.cairn.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the tests of this package share. */
final class Servers {
  /** Kept from run to run: unpacking takes longer than any test. */
  static final Path CACHE = Path.of("target", "postgres-cache").toAbsolutePath();

  private Servers() {}

  static EmbeddedPostgres start(Path home) {
    return EmbeddedPostgres.start(home, CACHE);
  }

  static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return connect(postgres, postgres.password());
  }

  static Connection connect(EmbeddedPostgres postgres, String password) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), password);
  }

  static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** A Java process that has started a server, and does nothing more until it is killed. */
  record Holder(String home, Process process, long postgres) implements AutoCloseable {
    static Holder of(Path home) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  home.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader();
      String pid = out.readLine();
      if (pid == null) {
        throw new IOException("the child ended before its server was up");
      }
      return new Holder(home.toString(), process, Long.parseLong(pid));
    }

    /** As {@code kill -9} does: no shutdown hook runs, the server stays. */
    void kill() {
      process.destroyForcibly().onExit().join();
    }

    /** Also ends a server that a failed test has left. */
    @Override
    public void close() {
      kill();
      ProcessHandle.of(postgres)
          .filter(p -> String.join(" ", p.info().arguments().orElse(new String[0])).contains(home))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Runs in the child. */
  static final class Main {
    private Main() {}

    @SuppressWarnings("SystemOut") // the parent reads it
    public static void main(String[] args) throws IOException {
      EmbeddedPostgres postgres = Servers.start(Path.of(args[0]));
      System.out.println(postgres.pid());
      while (System.in.read() >= 0) {
        // until the parent is gone
      }
    }
  }
}

package dev.cairn.document.rows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** A DuckDB that can read one file and nothing else, with bounded memory. */
record Sandbox(Connection connection) implements AutoCloseable {

  /** Beside the heap. A row group of 128 MiB, as writers make them by default, fits. */
  static final String MEMORY = "512MB";

  static Sandbox around(Path file) throws SQLException {
    Properties properties = new Properties();
    // Else a result is materialised.
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set memory_limit = '" + MEMORY + "'");
      // One thread keeps the order of rows without holding them back, and the memory small.
      statement.execute("set threads = 1");
      statement.execute("set temp_directory = ''");
      statement.execute("set autoinstall_known_extensions = false");
      // The order of these three counts, and a setting takes no parameters.
      statement.execute(
          "set allowed_paths = ['" + file.toAbsolutePath().toString().replace("'", "''") + "']");
      statement.execute("set enable_external_access = false");
      statement.execute("set lock_configuration = true");
      return new Sandbox(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

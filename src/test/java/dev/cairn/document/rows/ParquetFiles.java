package dev.cairn.document.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Parquet files, written by DuckDB. */
final class ParquetFiles {

  private ParquetFiles() {}

  static byte[] numbered(int rows) throws SQLException, IOException {
    return of(
        "select i as id, i + 0.5::double as \"größe\", 'note é, ' || i as note from range(0, "
            + rows
            + ") t(i)");
  }

  static byte[] of(String query) throws SQLException, IOException {
    Path file = Files.createTempFile("rows", ".parquet");
    try {
      write(query, file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  static void write(String query, Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("copy (" + query + ") to '" + file + "' (format parquet)");
    }
  }
}

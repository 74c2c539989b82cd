package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Parquet file, read by DuckDB in a sandbox, a batch at a time. It is native code:
 * hostile bytes may end the process, so a server opens it in a forked one.
 */
final class ParquetRows implements RowReader {

  private final Held file;
  private final Sandbox sandbox;
  private final PreparedStatement statement;
  private final ResultSet results;
  private final List<String> names;
  private long rows;

  private ParquetRows(
      Held file, Sandbox sandbox, PreparedStatement statement, ResultSet results, long rows)
      throws SQLException {
    this.file = file;
    this.sandbox = sandbox;
    this.statement = statement;
    this.results = results;
    this.names = names(results.getMetaData());
    this.rows = rows;
  }

  static ParquetRows open(Bytes bytes, RowFormat.Parquet format, Position at, Limits limits)
      throws IOException {
    Held file = Held.of(bytes, format.packing(), limits);
    try {
      Sandbox sandbox = Sandbox.around(file.path());
      try {
        PreparedStatement statement =
            sandbox.connection().prepareStatement("select * from read_parquet(?) offset ?");
        statement.setString(1, file.path().toAbsolutePath().toString());
        statement.setLong(2, at.rows());
        return new ParquetRows(file, sandbox, statement, statement.executeQuery(), at.rows());
      } catch (SQLException | RuntimeException e) {
        sandbox.close();
        throw e;
      }
    } catch (SQLException e) {
      file.close();
      throw refusal(e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static List<String> names(ResultSetMetaData data) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= data.getColumnCount(); column++) {
      names.add(data.getColumnName(column));
    }
    return ColumnNames.of(names);
  }

  @Override
  public @Nullable Row next() {
    try {
      if (!results.next()) {
        return null;
      }
      @Nullable Object[] values = new @Nullable Object[names.size()];
      for (int column = 0; column < values.length; column++) {
        values[column] = ParquetValues.plain(results, column + 1);
      }
      rows++;
      return new Row.Good(
          rows, rows, null, names, Collections.unmodifiableList(Arrays.asList(values)));
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  /** Not DuckDB's own words: they tell paths. */
  private static ProblemException refusal(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return Refusal.of(
        message.startsWith("Out of Memory")
            ? Refusal.tooLarge(
                "Reading the Parquet file needs more than %s of memory.".formatted(Sandbox.MEMORY))
            : Refusal.corrupt("The bytes can't be read as Parquet: they are damaged."));
  }

  @Override
  public List<String> columns() {
    return names;
  }

  @Override
  public Position position() {
    return new Position(0, rows, rows, false);
  }

  @Override
  public void close() throws IOException {
    try (file;
        sandbox;
        statement;
        results) {
      return;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}

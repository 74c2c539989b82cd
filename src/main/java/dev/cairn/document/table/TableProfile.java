package dev.cairn.document.table;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table in short.
 *
 * @param rows good ones
 * @param badRows others
 * @param columns in the order in which they were met first
 * @param timeSeries what it is as a time series; null when it is none
 */
public record TableProfile(
    long rows, long badRows, List<Column> columns, @Nullable TimeSeries timeSeries) {

  public TableProfile {
    columns = List.copyOf(columns);
    if (rows < 0 || badRows < 0) {
      throw new IllegalArgumentException("negative: " + rows + " " + badRows);
    }
  }

  /** A column by its name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}

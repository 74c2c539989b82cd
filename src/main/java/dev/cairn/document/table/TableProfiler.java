package dev.cairn.document.table;

import dev.cairn.document.rows.Row;
import dev.cairn.document.rows.RowReader;
import dev.cairn.document.table.Times.Order;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the rows of a table once and tells what it is made of. */
public final class TableProfiler {

  /** Columns beyond are not looked at: JSON may name new ones in each row. */
  private static final int COLUMNS = 2_000;

  /** A column that may be of times is known as such after so many rows. */
  private static final int EARLY = 1_000;

  private final Map<String, ColumnSight> columns = new LinkedHashMap<>();
  private final Map<String, Timeline> timelines = new LinkedHashMap<>();
  private long rows;
  private long badRows;

  /** Everything that a reader gives. */
  public static TableProfile profile(RowReader reader) throws IOException {
    TableProfiler profiler = new TableProfiler();
    for (Row row = reader.next(); row != null; row = reader.next()) {
      profiler.see(row);
    }
    return profiler.profile();
  }

  /** Looks at the next row. */
  public void see(Row row) {
    switch (row) {
      case Row.Good good -> see(good);
      case Row.Bad bad -> badRows++;
    }
  }

  private void see(Row.Good row) {
    for (int at = 0; at < row.names().size(); at++) {
      String name = row.names().get(at);
      ColumnSight column = columns.get(name);
      if (column == null && columns.size() < COLUMNS) {
        column = new ColumnSight(name);
        column.missing(rows);
        columns.put(name, column);
        timelines.put(name, new Timeline());
      }
      if (column != null) {
        column.see(row.values().get(at));
        time(column, row.values().get(at));
      }
    }
    rows++;
    absent(row.names());
  }

  private void absent(List<String> names) {
    if (names.size() < columns.size()) {
      columns.values().stream()
          .filter(column -> !names.contains(column.name()))
          .forEach(column -> column.missing(1));
    }
  }

  /** Times are kept of columns that look like having them. */
  private void time(ColumnSight column, @Nullable Object value) {
    Timeline timeline = timelines.get(column.name());
    if (timeline == null || value == null) {
      return;
    }
    Order order = column.order();
    boolean years = order == null && column.years();
    if (order == null && !years) {
      if (rows > EARLY) {
        timelines.remove(column.name());
      }
      return;
    }
    String text = value.toString().strip();
    Long seconds = order == null ? year(text) : Times.seconds(text, order);
    if (seconds != null) {
      timeline.see(seconds);
    }
  }

  private static @Nullable Long year(String text) {
    return text.matches("[12]\\d{3}(\\.0*)?")
        ? (Long)
            LocalDate.of(Integer.parseInt(text.substring(0, 4)), 1, 1)
                .atStartOfDay()
                .toEpochSecond(ZoneOffset.UTC)
        : null;
  }

  /** What was seen until now. */
  public TableProfile profile() {
    List<Column> seen = columns.values().stream().map(ColumnSight::column).toList();
    return new TableProfile(rows, badRows, seen, timeSeries(seen).orElse(null));
  }

  /** The first column of times, else the first of years, when numbers stand beside it. */
  private Optional<TimeSeries> timeSeries(List<Column> seen) {
    Optional<ColumnSight> date =
        columns.values().stream()
            .filter(column -> column.type() == ColumnType.DATETIME)
            .findFirst()
            .or(() -> columns.values().stream().filter(ColumnSight::years).findFirst());
    return date.flatMap(column -> timeSeries(column.name(), seen));
  }

  private Optional<TimeSeries> timeSeries(String date, List<Column> seen) {
    List<String> metrics =
        seen.stream()
            .filter(column -> column.type() == ColumnType.NUMERIC && !column.name().equals(date))
            .map(Column::name)
            .toList();
    Timeline timeline = timelines.get(date);
    if (timeline == null || metrics.isEmpty()) {
      return Optional.empty();
    }
    long[] times = timeline.times();
    if (times.length < 2) {
      return Optional.empty();
    }
    TimeSeries.Span span =
        new TimeSeries.Span(
            Times.iso(times[0]),
            Times.iso(times[times.length - 1]),
            times.length,
            timeline.rows() - times.length);
    Optional<Frequency> frequency = timeline.lost() ? Optional.empty() : Rhythm.of(times);
    TimeSeries.Gaps gaps =
        frequency.map(known -> Rhythm.gaps(times, known)).orElse(TimeSeries.Gaps.NONE);
    return Optional.of(new TimeSeries(date, metrics, frequency.orElse(null), span, gaps));
  }
}

package dev.cairn.document.table;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as a time series.
 *
 * @param dateColumn the column of times
 * @param metrics numeric columns that are measured at them
 * @param frequency how often; null when it is irregular, or can't be told because the rows are in
 *     no order and too many
 * @param span first and last time, and how many there are
 * @param gaps where times are missing
 */
public record TimeSeries(
    String dateColumn, List<String> metrics, @Nullable Frequency frequency, Span span, Gaps gaps) {

  /**
   * The times.
   *
   * @param first ISO 8601
   * @param last ISO 8601
   * @param times different ones
   * @param repeated rows whose time was there already: several series in one table
   */
  public record Span(String first, String last, long times, long repeated) {
    public Span {
      Objects.requireNonNull(first, "first");
      Objects.requireNonNull(last, "last");
    }
  }

  /**
   * Where times are missing.
   *
   * @param count gaps
   * @param missing times that are missing in all of them
   * @param first the first gaps
   */
  public record Gaps(long count, long missing, List<Gap> first) {

    /** None. */
    static final Gaps NONE = new Gaps(0, 0, List.of());

    public Gaps {
      first = List.copyOf(first);
    }
  }

  /**
   * A gap.
   *
   * @param after last time before it
   * @param before first time behind it
   * @param missing times between them that are not there
   */
  public record Gap(String after, String before, long missing) {}

  public TimeSeries {
    Objects.requireNonNull(dateColumn, "dateColumn");
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(gaps, "gaps");
  }
}

package dev.cairn.document.rows;

import dev.cairn.job.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row, or why a place where a row should be gives none. */
public sealed interface Row {

  /** Its number among all rows of the source, good and bad, from 1. */
  long number();

  /** The line it starts on, from 1: of the text or of the sheet; else its number. */
  long line();

  /** Its bytes in the source; null in formats where a row has none of its own. */
  @Nullable Span span();

  /**
   * A row.
   *
   * @param names the columns, each once; rows with the same ones mostly share the list
   * @param values one for each column: String, Long, Double, BigDecimal, Boolean, null, or a List
   *     or Map of those. CSV has strings alone, as written; dates are ISO 8601 strings everywhere.
   *     Not to be changed
   */
  record Good(
      long number,
      long line,
      @Nullable Span span,
      List<String> names,
      List<@Nullable Object> values)
      implements Row {
    public Good {
      Objects.requireNonNull(names, "names");
      Objects.requireNonNull(values, "values");
      if (names.size() != values.size()) {
        throw new IllegalArgumentException(names.size() + " names, " + values.size() + " values");
      }
    }

    /** The value of a column; null too where there is no such column. */
    public @Nullable Object value(String name) {
      int at = names.indexOf(name);
      return at < 0 ? null : values.get(at);
    }
  }

  /** No row, for good: the bytes will not change. */
  record Bad(long number, long line, @Nullable Span span, Problem problem) implements Row {
    public Bad {
      Objects.requireNonNull(problem, "problem");
    }
  }
}

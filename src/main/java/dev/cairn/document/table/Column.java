package dev.cairn.document.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as the rows call it
 * @param type what at least 99% of its values are; a string where no type holds so many, or where
 *     there is no value
 * @param counts how many values
 * @param nullSpellings texts that were taken for null, with how often they stand there
 * @param range what the values are
 */
public record Column(
    String name, ColumnType type, Counts counts, Map<String, Long> nullSpellings, Range range) {

  /**
   * How many there are.
   *
   * @param values that are not null
   * @param nulls missing, null, or spelled so
   * @param odd values that are not of the column's type
   * @param distinct different values; a lower bound when {@code exact} is not
   * @param exact whether {@code distinct} is known
   */
  public record Counts(long values, long nulls, long odd, long distinct, boolean exact) {
    public Counts {
      if (values < 0 || nulls < 0 || odd < 0 || odd > values || distinct < 0) {
        throw new IllegalArgumentException("not counts: " + values + " " + nulls + " " + odd);
      }
    }
  }

  /**
   * What the values are.
   *
   * @param least smallest value of the type: of numbers by number, of times by time, of others as
   *     text; null when there is none
   * @param most largest
   * @param samples the first different values, in order
   */
  public record Range(@Nullable String least, @Nullable String most, List<String> samples) {
    public Range {
      samples = List.copyOf(samples);
    }
  }

  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(counts, "counts");
    nullSpellings = Map.copyOf(nullSpellings);
    Objects.requireNonNull(range, "range");
  }
}

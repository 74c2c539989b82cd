package dev.cairn.document.table;

import dev.cairn.document.table.Times.Order;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is seen of one column while rows pass. Its size does not depend on their number. */
final class ColumnSight {

  /** Different values that are told apart; beyond, there are "at least so many". */
  private static final int DISTINCT = 10_000;

  private static final int SAMPLES = 10;
  private static final int LONGEST_SAMPLE = 200;

  /** So many of a hundred values must be of a type. */
  private static final double SHARE = 0.99;

  private final String name;
  private final Map<String, Long> nullSpellings = new TreeMap<>();
  private final Set<Long> hashes = new HashSet<>();
  private final Set<String> samples = new LinkedHashSet<>();
  private final Map<Order, Extent> times = new EnumMap<>(Order.class);
  private final Extent numbers = new Extent();
  private final Extent commaNumbers = new Extent();
  private final TextExtent texts = new TextExtent();
  private long nulls;
  private long values;
  private long booleans;
  private boolean more;

  ColumnSight(String name) {
    this.name = name;
    for (Order order : Order.values()) {
      times.put(order, new Extent());
    }
  }

  String name() {
    return name;
  }

  /** Rows in which the column was not there. */
  void missing(long rows) {
    nulls += rows;
  }

  void see(@Nullable Object value) {
    if (value == null) {
      nulls++;
      return;
    }
    String text = value.toString().strip();
    if (value instanceof String && Values.isNull(text)) {
      nulls++;
      nullSpellings.merge(text, 1L, Long::sum);
      return;
    }
    values++;
    remember(text);
    if (value instanceof Boolean || (value instanceof String && Values.isBoolean(text))) {
      booleans++;
    }
    if (value instanceof Number number) {
      numbers.see(number.doubleValue());
      commaNumbers.see(number.doubleValue());
    } else if (value instanceof String) {
      numbers.see(Values.number(text));
      commaNumbers.see(Values.commaNumber(text));
    }
    if (value instanceof String || value instanceof Long) {
      seeTimes(text);
    }
  }

  /** An order that failed for a tenth of the values is not tried on: that is slow. */
  private void seeTimes(String text) {
    times.forEach(
        (order, extent) -> {
          if (extent.count() * 10 >= (values - 1) * 9 || values < 100) {
            Long seconds = Times.seconds(text, order);
            extent.see(seconds == null ? null : (Double) seconds.doubleValue());
          }
        });
  }

  private void remember(String text) {
    if (hashes.size() < DISTINCT) {
      hashes.add(hash(text));
    } else {
      more |= !hashes.contains(hash(text));
    }
    if (samples.size() < SAMPLES) {
      samples.add(cut(text));
    }
    texts.see(cut(text));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_SAMPLE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_SAMPLE / 2));
  }

  /** FNV-1a of 64 bits: two of ten thousand values share one with a chance of one in 10^11. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
    }
    return hash;
  }

  /** How the column writes times; null when it has none. Where it is open, the day comes first. */
  @Nullable Order order() {
    for (Order order : Order.values()) {
      if (enough(times(order).count())) {
        return order;
      }
    }
    return null;
  }

  private Extent times(Order order) {
    return times.getOrDefault(order, numbers);
  }

  ColumnType type() {
    if (enough(booleans)) {
      return ColumnType.BOOLEAN;
    }
    if (order() != null) {
      return ColumnType.DATETIME;
    }
    boolean number = enough(numbers.count()) || enough(commaNumbers.count());
    return number ? ColumnType.NUMERIC : ColumnType.STRING;
  }

  private boolean enough(long count) {
    return values > 0 && count >= SHARE * values;
  }

  /** Whether a column is one of years: whole numbers of four digits, called so. */
  boolean years() {
    boolean named =
        name.toLowerCase(java.util.Locale.ROOT).matches(".*(year|jahr|ann[oé]e?|date|time).*");
    return named
        && type() == ColumnType.NUMERIC
        && numbers.least() >= 1_000
        && numbers.most() < 3_000;
  }

  Column column() {
    ColumnType type = type();
    Extent extent = extent(type);
    boolean textual = type == ColumnType.STRING || type == ColumnType.BOOLEAN;
    long fitting = textual ? (type == ColumnType.STRING ? values : booleans) : extent.count();
    List<String> shown = new ArrayList<>(samples);
    return new Column(
        name,
        type,
        new Column.Counts(values, nulls, values - fitting, hashes.size(), !more),
        nullSpellings,
        new Column.Range(
            textual ? texts.least() : shown(type, extent, extent.least()),
            textual ? texts.most() : shown(type, extent, extent.most()),
            shown));
  }

  private Extent extent(ColumnType type) {
    Order order = order();
    if (type == ColumnType.DATETIME && order != null) {
      return times(order);
    }
    return enough(numbers.count()) ? numbers : commaNumbers;
  }

  private static @Nullable String shown(ColumnType type, Extent extent, double value) {
    if (extent.count() == 0) {
      return null;
    }
    if (type == ColumnType.DATETIME) {
      return Times.iso((long) value);
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}

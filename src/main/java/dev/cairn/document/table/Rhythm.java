package dev.cairn.document.table;

import dev.cairn.document.table.Frequency.Unit;
import dev.cairn.document.table.TimeSeries.Gap;
import dev.cairn.document.table.TimeSeries.Gaps;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the frequency of times, and where some are missing. */
final class Rhythm {

  /** So many of the steps must be of the frequency. */
  private static final double SHARE = 0.5;

  private static final int GAPS = 100;
  private static final long DAY = Unit.DAY.seconds();

  private Rhythm() {}

  static Optional<Frequency> of(long[] times) {
    if (times.length < 3) {
      return Optional.empty();
    }
    Map<Long, Integer> steps = new TreeMap<>();
    Map<Long, Integer> months = new TreeMap<>();
    for (int at = 1; at < times.length; at++) {
      steps.merge(times[at] - times[at - 1], 1, Integer::sum);
      months.merge(months(times[at - 1], times[at]), 1, Integer::sum);
    }
    long month = most(months);
    if (month > 0 && months.getOrDefault(month, 0) >= SHARE * (times.length - 1)) {
      int every = (int) Math.min(month, Integer.MAX_VALUE);
      return Optional.of(
          every % 12 == 0
              ? new Frequency(every / 12, Unit.YEAR)
              : new Frequency(every, Unit.MONTH));
    }
    long step = most(steps);
    boolean regular = steps.getOrDefault(step, 0) >= SHARE * (times.length - 1);
    return regular ? Optional.of(frequency(step)) : Optional.empty();
  }

  /** The step that comes most often; the shorter of two. */
  private static long most(Map<Long, Integer> steps) {
    long most = 0;
    int count = 0;
    for (Map.Entry<Long, Integer> entry : steps.entrySet()) {
      if (entry.getValue() > count) {
        most = entry.getKey();
        count = entry.getValue();
      }
    }
    return most;
  }

  /** Whole months between two times, 0 when they are not on the same day of the month. */
  private static long months(long from, long to) {
    if (to - from < 27 * DAY) {
      return 0;
    }
    LocalDateTime start = time(from);
    LocalDateTime end = time(to);
    boolean lastDays =
        start.getDayOfMonth() == start.toLocalDate().lengthOfMonth()
            && end.getDayOfMonth() == end.toLocalDate().lengthOfMonth();
    long months = ChronoUnit.MONTHS.between(start.withDayOfMonth(1), end.withDayOfMonth(1));
    return start.getDayOfMonth() == end.getDayOfMonth() || lastDays ? months : 0;
  }

  private static LocalDateTime time(long seconds) {
    return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
  }

  private static Frequency frequency(long step) {
    for (Unit unit : List.of(Unit.WEEK, Unit.DAY, Unit.HOUR, Unit.MINUTE, Unit.SECOND)) {
      long every = step / unit.seconds();
      if (step % unit.seconds() == 0 && every <= Integer.MAX_VALUE) {
        return new Frequency((int) every, unit);
      }
    }
    return new Frequency(Integer.MAX_VALUE, Unit.SECOND);
  }

  static Gaps gaps(long[] times, Frequency frequency) {
    long count = 0;
    long all = 0;
    List<Gap> first = new ArrayList<>();
    for (int at = 1; at < times.length; at++) {
      long missing = missing(times[at - 1], times[at], frequency);
      if (missing > 0) {
        count++;
        all += missing;
        if (first.size() < GAPS) {
          first.add(new Gap(Times.iso(times[at - 1]), Times.iso(times[at]), missing));
        }
      }
    }
    return new Gaps(count, all, first);
  }

  private static long missing(long from, long to, Frequency frequency) {
    long unit = frequency.unit().seconds();
    if (unit > 0) {
      return (to - from) / (unit * frequency.every()) - 1;
    }
    long months =
        ChronoUnit.MONTHS.between(time(from).withDayOfMonth(1), time(to).withDayOfMonth(1));
    return months / (frequency.every() * (frequency.unit() == Unit.YEAR ? 12L : 1L)) - 1;
  }
}

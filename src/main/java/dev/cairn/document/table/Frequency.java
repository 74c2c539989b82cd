package dev.cairn.document.table;

import java.util.Objects;

/**
 * How often a value comes.
 *
 * @param every so many units: 5 minutes, 3 months (a quarter)
 */
public record Frequency(int every, Unit unit) {

  /** Units of time; months and years by the calendar. */
  public enum Unit {
    SECOND(1),
    MINUTE(60),
    HOUR(3_600),
    DAY(86_400),
    WEEK(604_800),
    MONTH(0),
    YEAR(0);

    private final long seconds;

    Unit(long seconds) {
      this.seconds = seconds;
    }

    /** Seconds of a unit; 0 where that depends on the calendar. */
    long seconds() {
      return seconds;
    }
  }

  public Frequency {
    Objects.requireNonNull(unit, "unit");
    if (every < 1) {
      throw new IllegalArgumentException("not positive: " + every);
    }
  }
}

package dev.cairn.document.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times as tables have them. What could be day and month or month and day is read
 * as month and day only where the column can't be otherwise; see {@link Order}.
 */
final class Times {

  /** How a date is written. */
  enum Order {
    /** 2026-01-31, with or without a time. */
    ISO,
    /** 20260131. */
    COMPACT,
    /** 31.01.2026 or 31/01/2026. */
    DAY_FIRST,
    /** 01/31/2026. */
    MONTH_FIRST,
    /** Jan 31 2026 or 31 January 2026. */
    NAMED
  }

  private static final String TIME =
      "(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?"
          + "\\s*(Z|[+-]\\d{2}:?\\d{2}|UTC)?)?";

  private static final Pattern ISO =
      Pattern.compile("(\\d{4})[-/](\\d{1,2})(?:[-/](\\d{1,2}))?" + TIME);
  private static final Pattern COMPACT =
      Pattern.compile("(1[5-9]\\d\\d|2[0-2]\\d\\d)(\\d{2})(\\d{2})" + TIME);
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})" + TIME);
  private static final Pattern MONTH_NAMED =
      Pattern.compile("([A-Za-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})" + TIME);
  private static final Pattern DAY_NAMED =
      Pattern.compile("(\\d{1,2})[- ]([A-Za-z]{3,9})\\.?[- ](\\d{4})" + TIME);

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final int LONGEST = 40;

  private Times() {}

  /** The time in seconds since 1970, by UTC where no zone is given; null when it is none. */
  static @Nullable Long seconds(String text, Order order) {
    if (text.length() < 6 || text.length() > LONGEST) {
      return null;
    }
    try {
      return switch (order) {
        case ISO -> of(ISO.matcher(text), 1, 2, 3);
        case COMPACT -> of(COMPACT.matcher(text), 1, 2, 3);
        case DAY_FIRST -> of(NUMBERS.matcher(text), 3, 2, 1);
        case MONTH_FIRST -> of(NUMBERS.matcher(text), 3, 1, 2);
        case NAMED -> named(text);
      };
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Long named(String text) {
    Long found = of(MONTH_NAMED.matcher(text), 3, 1, 2);
    return found == null ? of(DAY_NAMED.matcher(text), 3, 2, 1) : found;
  }

  private static @Nullable Long of(Matcher found, int year, int month, int day) {
    if (!found.matches()) {
      return null;
    }
    int months = month(found.group(month));
    if (months == 0) {
      return null;
    }
    String days = found.group(day);
    LocalDate date =
        LocalDate.of(
            Integer.parseInt(found.group(year)), months, days == null ? 1 : Integer.parseInt(days));
    return date.atTime(time(found)).toEpochSecond(zone(found.group(7)));
  }

  private static int month(String text) {
    return Character.isDigit(text.charAt(0))
        ? Integer.parseInt(text)
        : MONTHS.indexOf(text.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private static LocalTime time(Matcher found) {
    if (found.group(4) == null) {
      return LocalTime.MIDNIGHT;
    }
    String seconds = found.group(6);
    return LocalTime.of(
        Integer.parseInt(found.group(4)),
        Integer.parseInt(found.group(5)),
        seconds == null ? 0 : Integer.parseInt(seconds));
  }

  private static ZoneOffset zone(@Nullable String text) {
    return text == null || text.equals("Z") || text.equals("UTC")
        ? ZoneOffset.UTC
        : ZoneOffset.of(text);
  }

  /** As ISO 8601: the date alone when there is no time of day. */
  static String iso(long seconds) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : time.format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }
}

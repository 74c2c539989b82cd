package dev.cairn.document.rows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of a sheet that are shown as dates, as ISO 8601. */
final class SheetDates {

  /** Which parts a format shows. */
  private enum Shows {
    NUMBER,
    DATE,
    TIME,
    BOTH
  }

  private static final Pattern NOT_LETTERS_OF_FORMAT =
      Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^]]*]|(?i)am/pm|a/p|general|e\\+");

  private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);

  /** 31 December 9999, the last day that a sheet knows. */
  private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);

  /** Day 60 is 29 February 1900, which was none. */
  private static final int LEAP_BUG = 60;

  private final boolean since1904;
  private final Map<String, Shows> formats = new ConcurrentHashMap<>();

  SheetDates(boolean since1904) {
    this.since1904 = since1904;
  }

  /** The date that a number with a format stands for; null when it is none. */
  @Nullable String iso(BigDecimal days, @Nullable Integer id, @Nullable String format) {
    Shows shows = format == null || format.isEmpty() ? builtIn(id) : shows(format);
    if (shows == Shows.NUMBER || days.signum() < 0 || days.compareTo(LAST_DAY) >= 0) {
      return null;
    }
    try {
      return iso(time(days), shows, days.compareTo(BigDecimal.ONE) < 0);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static String iso(LocalDateTime time, Shows shows, boolean noDay) {
    boolean midnight = time.toLocalTime().equals(LocalTime.MIDNIGHT);
    return switch (shows) {
      case TIME ->
          noDay ? DateTimeFormatter.ISO_LOCAL_TIME.format(time.toLocalTime()) : whole(time);
      case DATE -> midnight ? time.toLocalDate().toString() : whole(time);
      case BOTH, NUMBER -> whole(time);
    };
  }

  private static String whole(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private LocalDateTime time(BigDecimal days) {
    long millis = days.multiply(MILLIS_A_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact();
    long day = Math.floorDiv(millis, MILLIS_A_DAY.longValue());
    LocalDate first =
        since1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, day < LEAP_BUG ? 31 : 30);
    long nanos = Math.floorMod(millis, MILLIS_A_DAY.longValue()) * 1_000_000;
    return first.plusDays(day).atTime(LocalTime.ofNanoOfDay(nanos));
  }

  private static Shows builtIn(@Nullable Integer id) {
    int number = id == null ? 0 : id;
    if (number == 22) {
      return Shows.BOTH;
    }
    if ((number >= 18 && number <= 21) || number == 45 || number == 47) {
      return Shows.TIME;
    }
    boolean date =
        (number >= 14 && number <= 17)
            || (number >= 27 && number <= 36)
            || (number >= 50 && number <= 58);
    return date ? Shows.DATE : Shows.NUMBER;
  }

  private Shows shows(String format) {
    return formats.computeIfAbsent(format, SheetDates::read);
  }

  private static Shows read(String format) {
    // Elapsed time, such as [h]:mm, is a number of days.
    if (format.matches("(?i).*\\[(h+|m+|s+)].*")) {
      return Shows.NUMBER;
    }
    String section = format.split(";", 2)[0];
    String letters = NOT_LETTERS_OF_FORMAT.matcher(section).replaceAll("");
    boolean date = letters.matches("(?is).*[yd].*") || letters.matches("(?is)[^hs]*m[^hs]*");
    boolean time = letters.matches("(?is).*[hs].*");
    if (letters.matches(".*[0#?].*") && !letters.matches("(?s).*[yYdDhHsS].*")) {
      return Shows.NUMBER;
    }
    return date ? (time ? Shows.BOTH : Shows.DATE) : time ? Shows.TIME : Shows.NUMBER;
  }
}

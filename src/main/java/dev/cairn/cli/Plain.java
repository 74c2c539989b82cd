package dev.cairn.cli;

import java.time.Duration;
import java.util.Locale;

/** Words and numbers as a person reads them. */
final class Plain {

  private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB"};

  private Plain() {}

  /**
   * Text from elsewhere made harmless for a terminal: no controls, no reversing of the reading
   * direction, one line.
   */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        out.append(' ');
      } else if (!steers(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean steers(char c) {
    return Character.isISOControl(c)
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u2028'
        || c == '\u2029';
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < BYTES.length - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit == 0 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, BYTES[unit]);
  }

  /** Two units at most: {@code 1h 04m}, {@code 3m 07s}, {@code 12s}, {@code 340 ms}. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toMillis() < 1000) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 172_800) {
      return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds / 3600 % 24);
  }

  static String rate(double perMinute) {
    return String.format(Locale.ROOT, "%.1f", perMinute);
  }

  static String count(long number, String noun) {
    return number + " " + (number == 1 ? noun : noun + "s");
  }
}

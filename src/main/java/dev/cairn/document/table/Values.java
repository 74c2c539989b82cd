package dev.cairn.document.table;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells of single values what they may be. */
final class Values {

  private static final Set<String> NULLS =
      Set.of(
          "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "\\n", "-", "--", "?", ".",
          "missing");

  private static final Set<String> TRUE = Set.of("true", "yes", "t", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "f", "n");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");
  private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
  private static final Pattern COMMA = Pattern.compile("[-+]?\\d+,\\d+");

  /** 007 is no number: as one it would lose its zeros. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d.*");

  private static final int LONGEST_NULL = 7;
  private static final int LONGEST_NUMBER = 64;

  private Values() {}

  static boolean isNull(String text) {
    return text.length() <= LONGEST_NULL && NULLS.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  static boolean isBoolean(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return text.length() <= 5 && (TRUE.contains(word) || FALSE.contains(word));
  }

  /** The number with a decimal point, thousands perhaps grouped by commas; null when none. */
  static @Nullable Double number(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER || LEADING_ZERO.matcher(text).matches()) {
      return null;
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return GROUPED.matcher(text).matches() ? Double.valueOf(text.replace(",", "")) : null;
  }

  /** The number with a decimal comma, or a whole one; null when none. */
  static @Nullable Double commaNumber(String text) {
    boolean comma = text.length() <= LONGEST_NUMBER && COMMA.matcher(text).matches();
    return comma && !LEADING_ZERO.matcher(text).matches()
        ? (Double) Double.parseDouble(text.replace(',', '.'))
        : text.indexOf('.') < 0 ? number(text) : null;
  }
}

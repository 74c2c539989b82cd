package dev.cairn.document.rows;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers of JSON that are neither short integers nor short decimals. */
final class JsonNumbers {

  /** So many digits a double keeps, whatever they are. */
  static final int DOUBLE_DIGITS = 15;

  /** So many a long holds for sure. */
  static final int LONG_DIGITS = 18;

  /** Longer numbers take time with the square of their length. */
  private static final int MOST_DIGITS = 1_000;

  private JsonNumbers() {}

  static Object rare(String number, boolean integer, int digits) throws FlawException {
    if (number.length() > MOST_DIGITS) {
      throw new FlawException(
          Flaw.INVALID_JSON.with("A number has more than %d digits.".formatted(MOST_DIGITS)));
    }
    @Nullable Object exact = integer ? null : same(number, digits);
    if (exact != null) {
      return exact;
    }
    try {
      BigDecimal decimal = new BigDecimal(number);
      boolean fits = integer && decimal.precision() <= LONG_DIGITS + 1 && fits(decimal);
      return fits ? (Object) decimal.longValueExact() : decimal;
    } catch (NumberFormatException e) {
      throw new FlawException(Flaw.INVALID_JSON.with("A number has an exponent beyond all use."));
    }
  }

  private static boolean fits(BigDecimal integer) {
    return integer.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        && integer.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
  }

  /** A double, if no digit gets lost by it. */
  private static @Nullable Double same(String number, int digits) {
    double value = Double.parseDouble(number);
    boolean zero = value == 0;
    boolean lost = digits > DOUBLE_DIGITS || !Double.isFinite(value) || (zero && !isZero(number));
    return lost ? null : (Double) value;
  }

  private static boolean isZero(String number) {
    return number.matches("-?[0.]+([eE].*)?");
  }
}

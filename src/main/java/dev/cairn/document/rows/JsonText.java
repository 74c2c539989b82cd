package dev.cairn.document.rows;

import java.nio.charset.StandardCharsets;

/**
 * Strings, numbers and words of JSON in bytes, strictly by RFC 8259. Ours because a parser of
 * Jackson for each row, which can begin anew behind a damaged one, read 0.53 to 0.62 of what a
 * single one reads; see docs/adr.
 */
final class JsonText {

  /** Powers of ten that a double has exactly. */
  private static final double[] POWERS = new double[23];

  static {
    POWERS[0] = 1;
    for (int power = 1; power < POWERS.length; power++) {
      POWERS[power] = 10 * POWERS[power - 1];
    }
  }

  private byte[] in = new byte[0];
  private int at;
  private int to;

  void start(byte[] bytes, int from, int end) {
    in = bytes;
    at = from;
    to = end;
  }

  int at() {
    return at;
  }

  /** The next byte that is no white space; it stays the next. */
  int peek() throws FlawException {
    while (at < to) {
      int octet = in[at];
      if (octet > ' ' || octet < 0) {
        return octet;
      }
      if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        throw invalid("an unexpected character");
      }
      at++;
    }
    throw invalid("the end");
  }

  /** Whether nothing but white space is left. */
  boolean atEnd() {
    while (at < to && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
      at++;
    }
    return at == to;
  }

  void pass() {
    at++;
  }

  void expect(char wanted) throws FlawException {
    if (peek() != wanted) {
      throw invalid("something else than '" + wanted + "'");
    }
    at++;
  }

  /** What was found where it must not be. */
  FlawException invalid(String found) {
    return new FlawException(
        Flaw.INVALID_JSON.with(
            at >= to
                ? "The text ends inside of the object."
                : "There is %s at byte %d.".formatted(found, at + 1)));
  }

  /** Passes a string if it is the one given, without making it. */
  boolean passString(byte[] wanted) {
    int end = at + 1 + wanted.length;
    if (end < to && in[end] == '"' && same(wanted)) {
      at = end + 1;
      return true;
    }
    return false;
  }

  private boolean same(byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (in[at + 1 + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** The string that begins here. */
  String string() throws FlawException {
    int start = ++at;
    int seen = 0;
    for (int i = start; i < to; i++) {
      int octet = in[i];
      if (octet == '"') {
        at = i + 1;
        return seen < 0
            ? text(start, i)
            : new String(in, start, i - start, StandardCharsets.ISO_8859_1);
      }
      if (octet == '\\') {
        at = i;
        return escaped(text(start, i));
      }
      if (octet < ' ' && octet >= 0) {
        at = i;
        throw invalid("a control character inside of a string");
      }
      seen |= octet;
    }
    at = to;
    throw invalid("the end");
  }

  private String text(int start, int end) throws FlawException {
    String text = Utf8.text(in, start, end);
    if (Utf8.damaged(text, in, start, end)) {
      throw new FlawException(Flaw.INVALID_ENCODING.with("There are bytes that are no text."));
    }
    return text;
  }

  /** The rest of a string from its first backslash on. */
  private String escaped(String before) throws FlawException {
    StringBuilder text = new StringBuilder(before);
    while (at < to) {
      int octet = in[at];
      if (octet == '"') {
        at++;
        return text.toString();
      }
      if (octet == '\\') {
        at++;
        text.append(escape());
      } else {
        int end = plainEnd();
        text.append(text(at, end));
        at = end;
      }
    }
    throw invalid("the end");
  }

  private int plainEnd() throws FlawException {
    int end = at;
    while (end < to && in[end] != '"' && in[end] != '\\') {
      if (in[end] < ' ' && in[end] >= 0) {
        at = end;
        throw invalid("a control character inside of a string");
      }
      end++;
    }
    return end;
  }

  private char escape() throws FlawException {
    int octet = at < to ? in[at++] : -1;
    return switch (octet) {
      case '"', '\\', '/' -> (char) octet;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw invalid("no escape behind a backslash");
    };
  }

  private char unit() throws FlawException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < to ? hex(in[at]) : -1;
      if (digit < 0) {
        throw invalid("no hexadecimal digit in an escape");
      }
      unit = (unit << 4) | digit;
      at++;
    }
    return (char) unit;
  }

  private static int hex(int octet) {
    return octet < 0 ? -1 : octet < 0x80 ? Character.digit(octet, 16) : -1;
  }

  /** Passes {@code true}, {@code false} or {@code null}. */
  void word(String word) throws FlawException {
    for (int i = 0; i < word.length(); i++) {
      if (at == to || in[at] != word.charAt(i)) {
        throw invalid("an unknown word");
      }
      at++;
    }
  }

  /**
   * The number that begins here: a Long, a Double where that is the same number, or a BigDecimal.
   */
  Object number() throws FlawException {
    int start = at;
    boolean negative = in[at] == '-';
    at += negative ? 1 : 0;
    int first = at;
    long digits = whole();
    int whole = at - first;
    int behindPoint = 0;
    if (at < to && in[at] == '.') {
      int point = ++at;
      digits = digits(digits);
      behindPoint = at - point;
    }
    boolean exponent = at < to && (in[at] | 0x20) == 'e';
    if (exponent) {
      exponent();
    }
    boolean integer = behindPoint == 0 && !exponent;
    if (integer && whole <= JsonNumbers.LONG_DIGITS && (digits != 0 || !negative)) {
      return negative ? -digits : digits;
    }
    if (!exponent && whole + behindPoint <= JsonNumbers.DOUBLE_DIGITS) {
      double value = digits / POWERS[behindPoint];
      return negative ? -value : value;
    }
    String written = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
    return JsonNumbers.rare(written, integer, whole + behindPoint);
  }

  private long whole() throws FlawException {
    int first = at;
    long digits = digits(0);
    if (at > first + 1 && in[first] == '0') {
      at = first;
      throw invalid("a number that begins with zero");
    }
    return digits;
  }

  /** Passes digits, at least one; appends them to a number, which overflows when there are many. */
  private long digits(long before) throws FlawException {
    int first = at;
    long number = before;
    while (at < to && in[at] >= '0' && in[at] <= '9') {
      number = 10 * number + in[at++] - '0';
    }
    if (at == first) {
      throw invalid("no digit in a number");
    }
    return number;
  }

  private void exponent() throws FlawException {
    at++;
    at += at < to && (in[at] == '+' || in[at] == '-') ? 1 : 0;
    digits(0);
  }
}

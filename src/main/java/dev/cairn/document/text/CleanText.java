package dev.cairn.document.text;

import java.text.Normalizer;

/**
 * Makes text fit to be stored, compared and read: no control characters (PostgreSQL refuses NUL),
 * no unpaired surrogates, composed accents, plain spaces, no invisible break hints, no ligatures.
 */
final class CleanText {

  private static final String[] LIGATURES = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

  private CleanText() {}

  static String of(String raw) {
    String clean = isPlain(raw) ? raw : rewritten(raw);
    return Normalizer.isNormalized(clean, Normalizer.Form.NFC)
        ? clean
        : Normalizer.normalize(clean, Normalizer.Form.NFC);
  }

  private static boolean isPlain(String raw) {
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c < ' ' ? c != '\n' && c != '\t' : c > '~' && !isPlainAbove(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainAbove(char c) {
    return c > 0xAD && c < 0x2000;
  }

  private static String rewritten(String raw) {
    StringBuilder out = new StringBuilder(raw.length() + 8);
    for (int at = 0; at < raw.length(); ) {
      int c = raw.codePointAt(at);
      int next = at + Character.charCount(c);
      if (c == '\r') {
        out.append(next < raw.length() && raw.charAt(next) == '\n' ? "" : "\n");
      } else {
        append(out, c);
      }
      at = next;
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (c >= 0xFB00 && c <= 0xFB06) {
      out.append(LIGATURES[c - 0xFB00]);
    } else if (c == 0x2028 || c == 0x2029 || c == 0x85 || c == 0x0B || c == 0x0C) {
      out.append('\n');
    } else if (c == 0xF0B7 || c == 0xF0A7) {
      // The bullets of Symbol and Wingdings.
      out.append('•');
    } else if (isSpace(c)) {
      out.append(' ');
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      out.append('\uFFFD');
    } else if (!isDropped(c)) {
      out.appendCodePoint(c);
    }
  }

  private static boolean isSpace(int c) {
    return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
  }

  /**
   * Controls, the soft hyphen, the zero-width space, the word joiner, the byte order mark, and
   * glyphs in the private area, which mean something in their font only.
   */
  private static boolean isDropped(int c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7F && c < 0xA0)
        || c == 0xAD
        || c == 0x200B
        || c == 0x2060
        || c == 0xFEFF
        || (c >= 0xE000 && c <= 0xF8FF)
        || (c & 0xFFFE) == 0xFFFE;
  }
}

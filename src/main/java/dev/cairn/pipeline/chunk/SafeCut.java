package dev.cairn.pipeline.chunk;

/**
 * Where a text may be cut so that token counts add up. Both tokenizers split a text by a regular
 * expression before they merge bytes, and never merge across those splits. At a safe cut such a
 * split is certain, whatever is left and right of it, and the left part alone is split as in the
 * whole. Hence {@code count(a + b) == count(a) + count(b)}.
 */
final class SafeCut {

  private static final String IDEOGRAPHIC_STOPS = "。！？，、；：";

  private SafeCut() {}

  static boolean at(String text, int position) {
    if (position <= 0 || position >= text.length()) {
      return position == 0 || position == text.length();
    }
    char before = text.charAt(position - 1);
    char after = text.charAt(position);
    if (before == '\n') {
      return isAfterLastBreak(text, position, after);
    }
    if (after == ' ') {
      return !isWhite(before);
    }
    // Letters are one piece, and an ideographic stop is none of them.
    return IDEOGRAPHIC_STOPS.indexOf(after) >= 0 && isIdeograph(before);
  }

  /**
   * White space with line breaks is one piece up to its last break. o200k_base adds slashes to
   * punctuation and its line breaks.
   */
  private static boolean isAfterLastBreak(String text, int position, char after) {
    if (after == '/') {
      return false;
    }
    int at = position;
    while (at < text.length() && isWhite(text.charAt(at))) {
      char c = text.charAt(at++);
      if (c == '\n' || c == '\r') {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdeograph(char c) {
    return Character.getType(c) == Character.OTHER_LETTER;
  }

  static boolean isWhite(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}

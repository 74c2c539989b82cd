package dev.cairn.cli;

/**
 * How wide a text is on a terminal: marks take no column, East Asian characters and emoji two. A
 * line that is wider than it was taken for wraps, and can't be drawn again in place.
 */
final class Columns {

  private Columns() {}

  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  /** The longest beginning that is no wider. */
  static String cut(String text, int width) {
    int columns = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      columns += of(codePoint);
      if (columns > width) {
        return text.substring(0, at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int codePoint) {
    return (codePoint >= 0x1100 && codePoint <= 0x115F)
        || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
        || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
        || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
        || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
        || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
  }
}

package dev.cairn.pipeline.chunk;

/**
 * Counts words: runs of letters, digits and their marks (so {@code don't} is two); each ideograph
 * is one.
 */
final class Words {

  private Words() {}

  static long count(String text) {
    long words = 0;
    boolean inside = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      if (Character.isIdeographic(c)) {
        words++;
        inside = false;
      } else if (!isPart(c)) {
        inside = false;
      } else if (!inside) {
        words++;
        inside = true;
      }
      at += Character.charCount(c);
    }
    return words;
  }

  private static boolean isPart(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }
}

package dev.cairn.document.text;

/**
 * A word as it stands on a page, in points from the top left, turned so that it reads left to
 * right.
 *
 * @param left its left edge
 * @param right its right edge
 * @param base its base line, from the top
 * @param size font size
 * @param style how its letters look
 * @param direction of its writing on the page, in degrees
 */
record PdfWord(
    String text, float left, float right, float base, float size, Style style, int direction) {

  /** How letters look; what stands out may be a heading. */
  enum Style {
    PLAIN,
    ITALIC,
    BOLD
  }

  /**
   * Whether the two stand on one line: the base lines differ by less than half the smaller word.
   */
  boolean besides(PdfWord other) {
    float reach = Math.max(size, other.size) * 0.5f;
    return direction == other.direction && Math.abs(base - other.base) < reach;
  }
}

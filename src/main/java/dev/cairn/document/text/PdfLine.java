package dev.cairn.document.text;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line of a page: words side by side, parted into cells where the gap is wide.
 *
 * @param cells from left to right
 * @param base its base line, from the top of the page
 * @param size the font size of most of it
 * @param style how most of it looks
 */
record PdfLine(int page, List<Cell> cells, float base, float size, PdfWord.Style style) {

  /** Part of a line without wide gaps. */
  record Cell(String text, float left, float right) {}

  PdfLine {
    cells = List.copyOf(cells);
  }

  /** Makes a line of words that stand in order. */
  static PdfLine of(int page, List<PdfWord> words) {
    Map<PdfWord.Style, Integer> styles = new EnumMap<>(PdfWord.Style.class);
    PdfWord longest = words.getFirst();
    for (PdfWord word : words) {
      styles.merge(word.style(), word.text().length(), Integer::sum);
      longest = word.text().length() > longest.text().length() ? word : longest;
    }
    PdfWord.Style style = longest.style();
    for (Map.Entry<PdfWord.Style, Integer> entry : styles.entrySet()) {
      style = entry.getValue() > styles.getOrDefault(style, 0) ? entry.getKey() : style;
    }
    return new PdfLine(page, PdfCells.of(words), longest.base(), longest.size(), style);
  }

  String text() {
    return cells.stream().map(Cell::text).collect(Collectors.joining(" "));
  }

  String row() {
    return cells.stream()
        .map(cell -> cell.text().replace(" | ", " / "))
        .collect(Collectors.joining(" | "));
  }

  float left() {
    return cells.getFirst().left();
  }

  float right() {
    return cells.getLast().right();
  }

  /** Whether a cell after the first begins, ends or is centred where one of the other's does. */
  boolean alignsWith(PdfLine other) {
    for (int at = 1; at < cells.size(); at++) {
      Cell mine = cells.get(at);
      for (int to = 1; to < other.cells.size(); to++) {
        Cell its = other.cells.get(to);
        if (near(mine.left(), its.left())
            || near(mine.right(), its.right())
            || near(mine.left() + mine.right(), its.left() + its.right())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean near(float a, float b) {
    return Math.abs(a - b) < size * 0.6f;
  }
}

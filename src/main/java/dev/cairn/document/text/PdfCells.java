package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parts the words of a line into cells. */
final class PdfCells {

  /** A gap this many times the font size parts cells. Spaces of justified text reach 0.8. */
  private static final float WIDE_GAP = 1.1f;

  /** In a line of numbers (a row of a dense table) this gap is enough. */
  private static final float NUMBER_GAP = 0.5f;

  private static final int NUMBERS_OF_A_ROW = 4;

  private static final Pattern NUMBER = Pattern.compile("[-+(]?[\\p{N}.,]*\\p{N}[\\p{N}.,]*[%)]?");

  /** The dots that lead to a page number in a table of contents. */
  private static final Pattern LEADER = Pattern.compile("(?:\\s?[.·…]){4,}");

  /** Words nearer than this are one word that the file tore apart. */
  private static final float NO_GAP = 0.08f;

  private PdfCells() {}

  static List<PdfLine.Cell> of(List<PdfWord> words) {
    boolean numbers = words.stream().filter(PdfCells::isNumber).count() >= NUMBERS_OF_A_ROW;
    List<PdfLine.Cell> cells = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    PdfWord previous = words.getFirst();
    float left = previous.left();
    for (PdfWord word : words) {
      float gap = word.left() - previous.right();
      if (!text.isEmpty() && gap > word.size() * wide(previous, word, numbers)) {
        add(cells, text, left, previous.right());
        left = word.left();
      } else if (!text.isEmpty() && (gap < 0 || gap > word.size() * NO_GAP)) {
        text.append(' ');
      }
      text.append(word.text());
      previous = word;
    }
    add(cells, text, left, previous.right());
    return cells;
  }

  private static void add(List<PdfLine.Cell> cells, StringBuilder text, float left, float right) {
    String clean = LEADER.matcher(text).replaceAll(" …").strip();
    if (!clean.equals("…") || cells.isEmpty()) {
      cells.add(new PdfLine.Cell(clean, left, right));
    }
    text.setLength(0);
  }

  private static float wide(PdfWord previous, PdfWord word, boolean numbers) {
    return numbers && (isNumber(previous) || isNumber(word)) ? NUMBER_GAP : WIDE_GAP;
  }

  private static boolean isNumber(PdfWord word) {
    return NUMBER.matcher(word.text()).matches();
  }
}

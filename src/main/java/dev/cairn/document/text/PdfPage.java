package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the words of a page into lines in reading order. That is the order of the file, which is
 * right for columns; but where a table was drawn column by column, its rows are put together by
 * place.
 */
final class PdfPage {

  /** Fragments narrower than this share of the text are cells rather than lines of a column. */
  private static final float NARROW = 0.28f;

  /** The share of torn rows from which the order of the file is not believed. */
  private static final float TORN = 0.15f;

  private static final int CELLS_OF_A_ROW = 3;

  private PdfPage() {}

  static List<PdfLine> lines(int page, List<PdfWord> words) {
    List<PdfLine> lines = new ArrayList<>();
    words.stream()
        .map(PdfWord::direction)
        .distinct()
        .forEach(direction -> add(page, ofDirection(words, direction), lines));
    return lines;
  }

  private static List<PdfWord> ofDirection(List<PdfWord> words, int direction) {
    return words.stream().filter(word -> word.direction() == direction).toList();
  }

  private static void add(int page, List<PdfWord> words, List<PdfLine> lines) {
    List<List<PdfWord>> runs = runs(words);
    List<List<PdfWord>> ordered = isTorn(runs, words) ? byPlace(runs) : runs;
    for (List<PdfWord> run : ordered) {
      lines.add(PdfLine.of(page, run));
    }
  }

  /** Words that follow each other in the file on one base line, going right. */
  private static List<List<PdfWord>> runs(List<PdfWord> words) {
    List<List<PdfWord>> runs = new ArrayList<>();
    PdfWord previous = null;
    for (PdfWord word : words) {
      boolean goesOn = previous != null && word.besides(previous) && word.left() > previous.left();
      if (!goesOn) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(word);
      previous = word;
    }
    return runs;
  }

  /** Whether many narrow fragments stand on a line that the file had left before. */
  private static boolean isTorn(List<List<PdfWord>> runs, List<PdfWord> words) {
    float left = words.stream().map(PdfWord::left).min(Comparator.naturalOrder()).orElse(0f);
    float right = words.stream().map(PdfWord::right).max(Comparator.naturalOrder()).orElse(0f);
    float narrow = (right - left) * NARROW;
    int torn = 0;
    for (int at = 1; at < runs.size(); at++) {
      if (width(runs.get(at)) < narrow && isLeftBefore(runs, at, narrow)) {
        torn++;
      }
    }
    return torn >= 3 && torn > runs.size() * TORN;
  }

  private static boolean isLeftBefore(List<List<PdfWord>> runs, int at, float narrow) {
    PdfWord word = runs.get(at).getFirst();
    // Beyond 200 fragments back it is another part of the page; keeps this linear.
    for (int back = at - 1; back >= Math.max(0, at - 200); back--) {
      List<PdfWord> other = runs.get(back);
      if (other.getFirst().besides(word)
          && Math.abs(other.getFirst().base() - word.base()) < word.size() * 0.2f) {
        return isApart(other, runs.get(at))
            && (width(other) < narrow || PdfCells.of(other).size() >= CELLS_OF_A_ROW);
      }
    }
    return false;
  }

  /** Whether there is room between the two, as between cells; parts of a formula have none. */
  private static boolean isApart(List<PdfWord> one, List<PdfWord> other) {
    float size = one.getFirst().size();
    return other.getFirst().left() - one.getLast().right() > size
        || one.getFirst().left() - other.getLast().right() > size;
  }

  private static float width(List<PdfWord> run) {
    return run.getLast().right() - run.getFirst().left();
  }

  private static List<List<PdfWord>> byPlace(List<List<PdfWord>> runs) {
    List<PdfWord> words = new ArrayList<>(runs.stream().flatMap(List::stream).toList());
    words.sort(Comparator.comparingDouble(PdfWord::base));
    List<List<PdfWord>> rows = new ArrayList<>();
    for (PdfWord word : words) {
      if (rows.isEmpty() || !rows.getLast().getFirst().besides(word)) {
        rows.add(new ArrayList<>());
      }
      rows.getLast().add(word);
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(PdfWord::left)));
    return rows;
  }
}

package dev.cairn.document.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells running heads, feet and page numbers: the first or last lines of a page that stand at the
 * same height on several pages with the same words, numbers aside, or that begin or end with a
 * number which grows with the pages.
 */
final class PdfFurniture {

  /** How many lines from the edge of a page are looked at. */
  private static final int DEEP = 2;

  private static final int LEAST_PAGES = 3;

  /** Of two pages both must have it. */
  private static final int OF_TWO_PAGES = 2;

  /** A head repeats on as many pages at least: 1 in 12, for heads with the name of the chapter. */
  private static final int SHARE = 12;

  private static final Pattern NUMBER = Pattern.compile("\\p{N}+|\\b[ivxlc]+\\b");

  private static final Pattern PAGE_NUMBER =
      Pattern.compile("^\\d{1,4}(?=\\s|$)|(?<=\\s)\\d{1,4}$");

  private static final int LONGEST_HEAD = 120;

  private final Map<Integer, Integer> numbered = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private int pages;

  /** Takes note of a page. */
  void add(List<PdfLine> lines) {
    pages++;
    Set<String> here = new HashSet<>();
    Set<Integer> offsetsHere = new HashSet<>();
    for (PdfLine line : edges(lines)) {
      here.add(key(line));
      offsetsHere.addAll(offsets(line));
    }
    here.forEach(key -> seen.merge(key, 1, Integer::sum));
    offsetsHere.forEach(offset -> numbered.merge(offset, 1, Integer::sum));
  }

  /** The page without its furniture, once all pages are known. */
  List<PdfLine> without(List<PdfLine> lines) {
    Set<PdfLine> furniture = new HashSet<>();
    for (PdfLine line : edges(lines)) {
      if (isRepeated(line) || isNumbered(line) || isPageNumber(line)) {
        furniture.add(line);
      }
    }
    return lines.stream().filter(line -> !furniture.contains(line)).toList();
  }

  /** The lines nearest to the top and to the bottom, wherever the file has them. */
  private static List<PdfLine> edges(List<PdfLine> lines) {
    List<PdfLine> byHeight =
        lines.stream().sorted((a, b) -> Float.compare(a.base(), b.base())).toList();
    if (byHeight.size() <= 2 * DEEP) {
      return byHeight;
    }
    Set<PdfLine> edges = new HashSet<>(byHeight.subList(0, DEEP));
    edges.addAll(byHeight.subList(byHeight.size() - DEEP, byHeight.size()));
    return List.copyOf(edges);
  }

  private boolean isRepeated(PdfLine line) {
    int least = pages == OF_TWO_PAGES ? OF_TWO_PAGES : Math.max(LEAST_PAGES, pages / SHARE);
    return seen.getOrDefault(key(line), 0) >= least;
  }

  private static boolean isPageNumber(PdfLine line) {
    return line.text().equals(Integer.toString(line.page()));
  }

  /** Whether it has the number of its page, as a quarter of all pages have. */
  private boolean isNumbered(PdfLine line) {
    int least = Math.max(LEAST_PAGES, pages / 4);
    return line.text().length() <= LONGEST_HEAD
        && offsets(line).stream().anyMatch(offset -> numbered.getOrDefault(offset, 0) >= least);
  }

  /** What the numbers at its ends are ahead of the page. */
  private static Set<Integer> offsets(PdfLine line) {
    Set<Integer> offsets = new HashSet<>();
    Matcher number = PAGE_NUMBER.matcher(line.text());
    while (number.find()) {
      offsets.add(Integer.parseInt(number.group()) - line.page());
    }
    return offsets;
  }

  private static String key(PdfLine line) {
    String words = NUMBER.matcher(line.text().toLowerCase(java.util.Locale.ROOT)).replaceAll("");
    // The head of even and of odd pages has its number on the other side.
    return Math.round(line.base() / 3) + ":" + words.strip();
  }
}

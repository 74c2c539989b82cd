package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells headings: by the bookmarks of the document where it has some, else by lines that are larger
 * than the running text, or bold and short.
 */
final class PdfHeadings {

  private static final int LEAST_BOOKMARKS = 4;
  private static final int LONGEST = 160;
  private static final int LONGEST_BOLD = 90;
  private static final int LONGEST_ITALIC = 60;
  private static final float LARGER = 1.12f;
  private static final int DEEPEST = 5;

  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NUMBERING =
      Pattern.compile("^(?:[\\p{N}]+(?:\\.[\\p{N}]+)*|[A-Z]|[IVXLC]+)[.)]?\\s+(?=\\S)");

  private final Map<String, Integer> bookmarks;
  private final List<Float> sizes;
  private final float body;

  private final Map<Float, Integer> learned = new HashMap<>();

  private PdfHeadings(Map<String, Integer> bookmarks, List<Float> sizes, float body) {
    this.bookmarks = bookmarks;
    this.sizes = sizes;
    this.body = body;
  }

  /** Where there are bookmarks, what they name tells the level of other lines of that size. */
  private void learn(List<PdfLine> lines) {
    for (PdfLine line : lines) {
      int level = rounded(line.size()) > body * LARGER ? bookmarked(line.text()) : 0;
      if (level > 0) {
        learned.merge(rounded(line.size()), level, Math::min);
      }
    }
  }

  /**
   * @param bookmarks titles with their depth from 1
   * @param lines of the whole document, without furniture
   */
  static PdfHeadings of(Map<String, Integer> bookmarks, List<PdfLine> lines) {
    Map<String, Integer> keys = new HashMap<>();
    bookmarks.forEach((title, depth) -> keys.putIfAbsent(key(title), depth));
    keys.remove("");
    float body = bodySize(lines);
    Set<Float> larger = new TreeSet<>();
    for (PdfLine line : lines) {
      if (rounded(line.size()) > body * LARGER && isTitle(line.text(), LONGEST)) {
        larger.add(-rounded(line.size()));
      }
    }
    PdfHeadings headings = new PdfHeadings(keys, new ArrayList<>(larger), body);
    headings.learn(lines);
    return headings;
  }

  float body() {
    return body;
  }

  /** The level of a paragraph that may be a heading, 0 for none. */
  int level(String text, float size, PdfWord.Style style, int lines) {
    if (lines > 3 || !isTitle(text, LONGEST)) {
      return 0;
    }
    if (bookmarks.size() >= LEAST_BOOKMARKS) {
      int level = bookmarked(text);
      return level > 0 ? level : learned.getOrDefault(rounded(size), 0);
    }
    int bySize = sizes.indexOf(-rounded(size));
    return bySize >= 0 ? Math.min(bySize + 1, DEEPEST) : byStyle(text, size, style, lines);
  }

  /** Bold lines, and single italic ones, of the size of the text: below all larger ones. */
  private int byStyle(String text, float size, PdfWord.Style style, int lines) {
    if (rounded(size) < body * 0.95f || text.matches("(?s).*[.;,:]$")) {
      return 0;
    }
    return switch (style) {
      case PLAIN -> 0;
      case BOLD ->
          lines <= 2 && isTitle(text, LONGEST_BOLD) ? Math.min(sizes.size() + 1, DEEPEST) : 0;
      case ITALIC ->
          lines == 1 && isTitle(text, LONGEST_ITALIC) && Character.isUpperCase(text.codePointAt(0))
              ? Math.min(sizes.size() + 2, DEEPEST)
              : 0;
    };
  }

  private int bookmarked(String text) {
    Integer whole = bookmarks.get(key(text));
    if (whole != null) {
      return whole;
    }
    String bare = NUMBERING.matcher(text).replaceFirst("");
    return bare.equals(text) ? 0 : bookmarks.getOrDefault(key(bare), 0);
  }

  private static boolean isTitle(String text, int longest) {
    return text.length() <= longest
        && text.codePoints().filter(Character::isLetter).count() >= 2
        && !text.contains("....")
        && !text.contains(". . .");
  }

  private static String key(String text) {
    return NOT_WORD.matcher(CleanText.of(text).toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** The size in which most characters are set. */
  private static float bodySize(List<PdfLine> lines) {
    Map<Float, Integer> characters = new HashMap<>();
    for (PdfLine line : lines) {
      characters.merge(rounded(line.size()), line.text().length(), Integer::sum);
    }
    float body = 0;
    int most = 0;
    for (float size : new TreeSet<>(characters.keySet())) {
      int count = characters.getOrDefault(size, 0);
      if (count > most) {
        most = count;
        body = size;
      }
    }
    return body;
  }

  private static float rounded(float size) {
    return Math.round(size * 2) / 2f;
  }
}

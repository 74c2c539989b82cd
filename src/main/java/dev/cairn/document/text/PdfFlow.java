package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes headings, paragraphs, list items and tables of the lines of a document. */
final class PdfFlow {

  private static final Pattern BULLET =
      Pattern.compile("^(?:[•▪◦●○■□–‣⁃∙·*-]|\\(?[\\p{N}]{1,2}[.)]|\\(?[a-z]\\))\\s+\\S.*");

  private static final Pattern SYMBOL = Pattern.compile("[•▪◦●○■□‣⁃∙·*–-]\\s");

  private static final Pattern LONE_BULLET =
      Pattern.compile("^(?:[•▪◦●○■□–‣⁃∙·]|[\\p{N}]{1,2}[.)])$");

  private static final Pattern LONE_STOP = Pattern.compile("[.,;:_\\-–—]");

  /** Lines further apart than this many font sizes are no paragraph. */
  private static final float FAR = 1.75f;

  private final TextBuilder out;
  private final PdfHeadings headings;
  private final List<PdfLine> paragraph = new ArrayList<>();
  private final float pitch;

  PdfFlow(TextBuilder out, PdfHeadings headings, List<PdfLine> lines) {
    this.out = out;
    this.headings = headings;
    this.pitch = pitch(lines, headings.body());
  }

  /** Writes all lines. */
  void write(List<PdfLine> lines) {
    int at = 0;
    while (at < lines.size()) {
      int rows = tableRows(lines, at);
      if (rows > 0) {
        flush();
        writeTable(lines.subList(at, at + rows));
        at += rows;
      } else {
        add(lines.get(at++));
      }
    }
    flush();
  }

  /** How many lines from here on are a table: two aligned ones at least, none for no table. */
  private static int tableRows(List<PdfLine> lines, int from) {
    int end = from;
    int wide = 0;
    for (int at = from; at < lines.size() && lines.get(at).page() == lines.get(from).page(); at++) {
      PdfLine line = lines.get(at);
      boolean row =
          line.cells().size() > 1 && !LONE_BULLET.matcher(line.cells().getFirst().text()).matches();
      if (row && (wide == 0 || line.alignsWith(lines.get(end - 1)) || line.cells().size() > 3)) {
        wide++;
        end = at + 1;
      } else if (row || at - end >= 2 || wide == 0) {
        break;
      }
    }
    return wide >= 2 && end - from >= 2 ? end - from : 0;
  }

  private void writeTable(List<PdfLine> rows) {
    out.page(rows.getFirst().page());
    rows.forEach(row -> out.tableRow(row.row()));
  }

  private void add(PdfLine line) {
    if (LONE_STOP.matcher(line.text()).matches()) {
      return;
    }
    if (!paragraph.isEmpty() && !continues(paragraph.getLast(), line)) {
      flush();
    }
    paragraph.add(line);
  }

  private boolean continues(PdfLine previous, PdfLine line) {
    if (BULLET.matcher(line.text()).matches() || differs(previous, line)) {
      return false;
    }
    if (line.page() != previous.page() || line.base() < previous.base() - line.size()) {
      return isCut(previous.text(), line.text());
    }
    float gap = line.base() - previous.base();
    if (gap > farthest(line)) {
      return false;
    }
    if (isLarge(line) && isLarge(previous)) {
      return true;
    }
    boolean indented = line.left() > previous.left() + line.size() * 0.8f;
    // Scraps of a formula go with what is around them.
    boolean scrap = line.text().length() <= 3 || previous.text().length() <= 3;
    boolean hanging = scrap || BULLET.matcher(paragraph.getFirst().text()).matches();
    return hanging || !indented || isCut(previous.text(), line.text());
  }

  private float farthest(PdfLine line) {
    float far = FAR * line.size();
    // The lines of a title stand further apart than those of the text.
    return isLarge(line) ? far * 0.8f : Math.min(far, Math.max(pitch * 1.25f, line.size() * 1.3f));
  }

  private boolean isLarge(PdfLine line) {
    return line.size() > headings.body() * 1.12f;
  }

  private boolean differs(PdfLine previous, PdfLine line) {
    float larger = Math.max(previous.size(), line.size()) / Math.min(previous.size(), line.size());
    if (larger > 1.15f && line.text().length() > 3) {
      return true;
    }
    boolean item = SYMBOL.matcher(paragraph.getFirst().text()).lookingAt();
    if (item || previous.style() == line.style() || line.text().length() <= 3) {
      return false;
    }
    // A line of a paragraph may be all italic; an italic heading has more room around it.
    boolean heavier = previous.style() == PdfWord.Style.BOLD || line.style() == PdfWord.Style.BOLD;
    return heavier || line.base() - previous.base() > pitch * 1.1f;
  }

  /** Whether a sentence goes on over the end of a column, a page or an indented line. */
  private static boolean isCut(String before, String after) {
    return !before.matches("(?s).*[.!?:;]['\"”»)]?$")
        && Character.isLowerCase(after.codePointAt(0));
  }

  private void flush() {
    if (paragraph.isEmpty()) {
      return;
    }
    PdfLine first = paragraph.getFirst();
    out.page(first.page());
    String text = PdfHyphens.join(paragraph.stream().map(PdfLine::text).toList());
    boolean item = SYMBOL.matcher(text).lookingAt();
    int level = item ? 0 : headings.level(text, first.size(), first.style(), paragraph.size());
    if (level > 0) {
      out.heading(level, text);
    } else if (BULLET.matcher(text).matches()) {
      out.listItem(1, text);
    } else {
      out.paragraph(text);
    }
    paragraph.clear();
  }

  /** The usual distance of two lines of running text. */
  private static float pitch(List<PdfLine> lines, float body) {
    int[] counts = new int[200];
    for (int at = 1; at < lines.size(); at++) {
      PdfLine line = lines.get(at);
      float gap = line.base() - lines.get(at - 1).base();
      if (gap > body * 0.8f && gap < body * 3 && gap < 100) {
        counts[Math.round(gap * 2)]++;
      }
    }
    int best = 0;
    for (int at = 1; at < counts.length; at++) {
      best = counts[at] > counts[best] ? at : best;
    }
    return best / 2f;
  }
}

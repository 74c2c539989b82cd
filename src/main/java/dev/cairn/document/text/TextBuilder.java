package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers blocks into one text, cleaned and bounded. Not for several threads. */
final class TextBuilder {

  /**
   * Most characters of one document. A book of 1,000 pages has 2 to 3 million; 20 million keep the
   * text, its checkpoint and its chunks below 300 MB of heap. It is also the longest string that
   * Jackson reads back from a checkpoint unless told otherwise.
   */
  static final int MAX_CHARACTERS = 20_000_000;

  private static final int LONGEST_BOLD_HEADING = 90;

  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Integer> bold = new ArrayList<>();
  private int page;

  /** The page on which the next blocks stand. */
  void page(int number) {
    page = number;
  }

  void heading(int level, String raw) {
    add(Block.Kind.HEADING, level, oneLine(raw));
  }

  void paragraph(String raw) {
    add(Block.Kind.PARAGRAPH, 0, raw.strip());
  }

  /** A paragraph all in bold: a heading, should the document turn out to have no others. */
  void boldParagraph(String raw) {
    String text = raw.strip();
    int before = blocks.size();
    paragraph(text);
    boolean title = text.length() <= LONGEST_BOLD_HEADING && !text.matches("(?s).*[.;,:]");
    if (title && blocks.size() > before) {
      bold.add(before);
    }
  }

  /** An item at a depth from 1; the marker is part of the text. */
  void listItem(int depth, String raw) {
    add(Block.Kind.LIST_ITEM, depth, "  ".repeat(depth - 1) + raw.strip());
  }

  void tableRow(String raw) {
    add(Block.Kind.TABLE_ROW, 0, oneLine(raw));
  }

  /** Text whose line breaks and indentation mean something. */
  void code(String raw) {
    add(Block.Kind.CODE, 0, raw.replaceFirst("^\\s*\n", "").stripTrailing());
  }

  int length() {
    return text.length();
  }

  List<Block> blocks() {
    return blocks;
  }

  ExtractedText build(DocumentInfo info) {
    if (firstHeading() == null && bold.size() * 2 <= blocks.size()) {
      bold.forEach(this::promote);
    }
    return new ExtractedText(
        info.title() == null ? info.entitled(firstHeading()) : info, text.toString(), blocks);
  }

  private void add(Block.Kind kind, int level, String raw) {
    String clean = CleanText.of(raw);
    if (clean.isBlank()) {
      return;
    }
    separate(kind);
    int start = text.length();
    text.append(clean);
    checkLength(text.length());
    blocks.add(new Block(kind, level, start, text.length(), page));
  }

  private void separate(Block.Kind kind) {
    if (!blocks.isEmpty()) {
      boolean packed = kind.packed() && blocks.getLast().kind() == kind;
      text.append(packed ? "\n" : "\n\n");
    }
  }

  private void promote(int at) {
    Block block = blocks.get(at);
    blocks.set(at, new Block(Block.Kind.HEADING, 1, block.start(), block.end(), block.page()));
  }

  private @Nullable String firstHeading() {
    for (Block block : blocks) {
      if (block.kind() == Block.Kind.HEADING) {
        return text.substring(block.start(), block.end());
      }
    }
    return null;
  }

  private static String oneLine(String raw) {
    return raw.strip().replaceAll("\\s+", " ");
  }

  static void checkLength(long characters) {
    if (characters > MAX_CHARACTERS) {
      throw Refusal.tooLarge(
          "The document has more than "
              + MAX_CHARACTERS
              + " characters of text, the most that are read. Split it into parts.");
    }
  }
}

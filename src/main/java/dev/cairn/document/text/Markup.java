package dev.cairn.document.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of any HTML-like markup (jsoup's tree, Tika's XHTML, Markdown) into blocks.
 * White space is collapsed as a browser does; block elements end a paragraph; tables go to {@link
 * Table}.
 */
final class Markup {

  private static final Set<String> DROPPED =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "svg",
          "nav",
          "button",
          "select",
          "textarea",
          "iframe",
          "object",
          "head",
          "audio",
          "video",
          "canvas",
          "dialog",
          "input");

  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "main",
          "header",
          "footer",
          "aside",
          "blockquote",
          "figure",
          "figcaption",
          "ul",
          "ol",
          "dl",
          "dt",
          "dd",
          "address",
          "details",
          "summary",
          "body",
          "hr",
          "form",
          "fieldset",
          "center",
          "caption",
          "legend");

  private static final Pattern WORD_MARK =
      Pattern.compile("[·•–-]\\s|[\\p{N}]+[.)]\\s|[a-z][.)]\\s");

  private final TextBuilder out;
  private final StringBuilder run = new StringBuilder();
  private final Deque<Listing> lists = new ArrayDeque<>();
  private final Deque<Table> tables = new ArrayDeque<>();
  private @Nullable String marker;
  private int dropped;
  private int headingLevel;
  private int pre;
  private boolean wordList;
  private int bold;
  private boolean plain;

  Markup(TextBuilder out) {
    this.out = out;
  }

  /** An element begins; {@code attribute} gives an attribute's value or the empty string. */
  void start(String name, UnaryOperator<String> attribute) {
    String tag = name.toLowerCase(Locale.ROOT);
    if (dropped > 0 || DROPPED.contains(tag) || isFurniture(tag, attribute)) {
      dropped++;
      return;
    }
    switch (tag) {
      case "br" -> run.append('\n');
      case "b", "strong" -> bold++;
      case "h1", "h2", "h3", "h4", "h5", "h6" -> startHeading(tag.charAt(1) - '0');
      case "pre" -> startPre();
      case "li" -> startItem();
      case "table", "tr", "td", "th" -> startTabular(tag, attribute);
      default -> startOther(tag, attribute);
    }
  }

  /** An element ends. */
  void end(String name) {
    if (dropped > 0) {
      dropped--;
      return;
    }
    String tag = name.toLowerCase(Locale.ROOT);
    switch (tag) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> endHeading();
      case "pre" -> endPre();
      case "ul", "ol" -> endList();
      case "li" -> flush();
      case "b", "strong" -> bold = Math.max(0, bold - 1);
      case "table", "tr", "td", "th" -> endTabular(tag);
      default -> {
        if (BLOCKS.contains(tag)) {
          flush();
        }
      }
    }
  }

  void text(CharSequence characters) {
    if (dropped > 0) {
      return;
    }
    plain |= bold == 0 && !characters.toString().isBlank();
    if (pre > 0) {
      run.append(characters);
    } else {
      collapse(characters);
    }
    TextBuilder.checkLength((long) out.length() + run.length());
  }

  void finish() {
    flush();
  }

  private static boolean isFurniture(String tag, UnaryOperator<String> attribute) {
    if (!tag.equals("div")) {
      return false;
    }
    // What Tika writes for files inside files, and the texts of a slide's template.
    String kind = attribute.apply("class");
    return kind.equals("embedded")
        || kind.equals("package-entry")
        || kind.equals("slide-master-content");
  }

  private void startHeading(int level) {
    flush();
    headingLevel = level;
  }

  private void endHeading() {
    flush();
    headingLevel = 0;
  }

  private void startPre() {
    flush();
    pre++;
  }

  private void endPre() {
    flush();
    pre = Math.max(0, pre - 1);
  }

  private void startItem() {
    flush();
    Listing list = lists.peek();
    marker = list == null ? "- " : list.nextMarker();
  }

  private void endList() {
    flush();
    lists.poll();
    marker = null;
  }

  private void startTabular(String tag, UnaryOperator<String> attribute) {
    flush();
    if (tag.equals("table")) {
      tables.push(new Table());
      return;
    }
    Table table = tables.peek();
    if (table != null) {
      if (tag.equals("tr")) {
        table.startRow();
      } else {
        table.startCell(attribute.apply("colspan"));
      }
    }
  }

  private void endTabular(String tag) {
    flush();
    Table table = tables.peek();
    if (table == null) {
      return;
    }
    switch (tag) {
      case "table" -> endTable(tables.pop());
      case "tr" -> table.endRow();
      default -> table.endCell();
    }
  }

  private void endTable(Table table) {
    Table outer = tables.peek();
    if (outer == null) {
      table.writeTo(out);
    } else {
      outer.nested(table);
    }
  }

  private void startOther(String tag, UnaryOperator<String> attribute) {
    if (!BLOCKS.contains(tag)) {
      return;
    }
    wordList = tag.equals("p") && attribute.apply("class").startsWith("list");
    // The first paragraph inside an item is the item's own text.
    flush();
    if (tag.equals("ul") || tag.equals("ol")) {
      lists.push(new Listing(tag.equals("ol"), attribute.apply("start")));
    }
  }

  private void collapse(CharSequence characters) {
    for (int at = 0; at < characters.length(); at++) {
      char c = characters.charAt(at);
      boolean space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00A0';
      if (!space) {
        run.append(c);
      } else if (!run.isEmpty() && run.charAt(run.length() - 1) > ' ') {
        run.append(' ');
      }
    }
  }

  private void flush() {
    String block = run.toString();
    boolean standsOut = !plain;
    run.setLength(0);
    plain = false;
    if (block.isBlank()) {
      return;
    }
    String marked = withMarker(block);
    Block.Kind kind = kind(marked);
    int level = Math.max(headingLevel, lists.size());
    Table table = tables.peek();
    if (table != null) {
      table.block(kind, level, marked);
    } else if (standsOut && kind == Block.Kind.PARAGRAPH) {
      out.boldParagraph(marked);
    } else {
      write(out, kind, level, marked);
    }
  }

  private String withMarker(String block) {
    if (headingLevel > 0 || pre > 0) {
      return block;
    }
    String given = marker;
    marker = null;
    return given == null ? block.strip() : given + block.strip();
  }

  private Block.Kind kind(String block) {
    if (headingLevel > 0) {
      return Block.Kind.HEADING;
    }
    if (pre > 0) {
      return Block.Kind.CODE;
    }
    // Tika writes the items of Word as paragraphs of a style named list, with their marks.
    boolean item = !lists.isEmpty() || (wordList && WORD_MARK.matcher(block).lookingAt());
    return item ? Block.Kind.LIST_ITEM : Block.Kind.PARAGRAPH;
  }

  static void write(TextBuilder out, Block.Kind kind, int level, String block) {
    switch (kind) {
      case HEADING -> out.heading(level, block);
      case PARAGRAPH -> out.paragraph(block);
      case LIST_ITEM -> out.listItem(Math.max(1, level), block);
      case TABLE_ROW -> out.tableRow(block);
      case CODE -> out.code(block);
    }
  }
}

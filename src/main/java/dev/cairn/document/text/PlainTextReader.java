package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads plain text: empty lines end a paragraph, line breaks inside stay as they are. Text without
 * empty lines is one paragraph; the splitter finds lines and sentences in it.
 */
final class PlainTextReader {

  private static final int LONGEST_HEADING = 80;

  private PlainTextReader() {}

  static ExtractedText read(String text, String mediaType) {
    TextBuilder out = new TextBuilder();
    List<String> paragraph = new ArrayList<>();
    text.lines()
        .forEach(
            line -> {
              if (line.isBlank()) {
                write(paragraph, out);
                paragraph.clear();
              } else {
                paragraph.add(line.stripTrailing());
              }
            });
    write(paragraph, out);
    return out.build(DocumentInfo.of(mediaType));
  }

  private static void write(List<String> lines, TextBuilder out) {
    int from = 0;
    if (isUnderlined(lines)) {
      out.heading(lines.get(1).charAt(0) == '=' ? 1 : 2, lines.getFirst());
      from = 2;
    }
    out.paragraph(String.join("\n", lines.subList(from, lines.size())));
  }

  /** A heading as plain text marks it: a short line over a row of = or -. */
  private static boolean isUnderlined(List<String> lines) {
    return lines.size() >= 2
        && lines.getFirst().length() <= LONGEST_HEADING
        && lines.get(1).matches("={3,}|-{3,}");
  }
}

package dev.cairn.document.text;

import java.util.List;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * Reads Markdown (CommonMark with tables and front matter) by way of HTML, so that HTML inside it
 * and Markdown around it come out alike.
 */
final class MarkdownReader {

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create(), YamlFrontMatterExtension.create()))
          .build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).build();

  private MarkdownReader() {}

  static ExtractedText read(String markdown, String mediaType) {
    Node document = PARSER.parse(markdown);
    YamlFrontMatterVisitor front = new YamlFrontMatterVisitor();
    document.accept(front);
    TextBuilder out = new TextBuilder();
    HtmlReader.write(Jsoup.parseBodyFragment(RENDERER.render(document)).body(), out);
    return out.build(info(front, mediaType));
  }

  private static DocumentInfo info(YamlFrontMatterVisitor front, String mediaType) {
    return new DocumentInfo(
        mediaType,
        first(front, "title"),
        front.getData().getOrDefault("author", List.of()).stream().map(CleanText::of).toList(),
        first(front, "date"),
        first(front, "updated"),
        0);
  }

  private static @Nullable String first(YamlFrontMatterVisitor front, String key) {
    List<String> values = front.getData().getOrDefault(key, List.of());
    String value = values.isEmpty() ? "" : CleanText.of(values.getFirst().strip());
    return value.isEmpty() ? null : value;
  }
}

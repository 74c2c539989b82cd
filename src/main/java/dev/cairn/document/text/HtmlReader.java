package dev.cairn.document.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Reads web pages: the main content without navigation, banners and reference marks. What the page
 * marks as its main part is taken when it holds most of the text, else the whole body.
 */
final class HtmlReader {

  /**
   * What is never content, by element, role and the class names of the common publishing systems.
   */
  private static final String FURNITURE =
      "nav, [role=navigation], [role=search], [role=banner], [role=contentinfo], [aria-hidden=true],"
          + "[hidden], [style*=display:none], [style*=display: none], body > header, body > footer,"
          + ".navigation, .navbar, .navbox, .breadcrumb, .breadcrumbs, .toc, #toc, .mw-editsection,"
          + ".mw-jump-link, .noprint, .skip-link, .cookie-banner, .docnav, #site-header, #site-footer,"
          + "sup.reference, .reference-text .cite-accessibility-label, .mw-cite-backlink, .sidebar,"
          + ".vector-header-container, .vector-page-toolbar, .vector-column-start, .printfooter,"
          + ".catlinks, .hatnote, .metadata.mbox-small, .portal-bar, .authority-control,"
          + ".headerlink, .anchor-link";

  /** The nearest first. */
  private static final List<String> MAIN =
      List.of(
          ".mw-parser-output",
          "[itemprop=articleBody]",
          ".entry-content",
          ".markdown-body",
          "article",
          "main",
          "[role=main]",
          "#content",
          "#main",
          ".main-content");

  /**
   * A list of at least as many links, all short and with next to nothing between them, is a menu.
   */
  private static final int LINKS_OF_A_MENU = 8;

  private static final int LONGEST_MENU_ITEM = 30;

  /** A marked main part with less than this share of the text is one teaser of many. */
  private static final double MAIN_SHARE = 0.4;

  private HtmlReader() {}

  static ExtractedText read(byte[] bytes, @Nullable String charset, String mediaType)
      throws IOException {
    // jsoup takes the byte order mark, then the meta element, then UTF-8.
    Document page = Jsoup.parse(new ByteArrayInputStream(bytes), charset, "");
    TextBuilder out = new TextBuilder();
    DocumentInfo info = info(page, mediaType);
    page.select(FURNITURE).remove();
    Element main = mainPart(page);
    removeLinkLists(main);
    removeLinksBeforeHeading(main);
    write(main, out);
    return out.build(info);
  }

  /** Writes a piece of HTML without looking for its main part. */
  static void write(Element root, TextBuilder out) {
    Markup markup = new Markup(out);
    root.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof Element element) {
              markup.start(element.normalName(), element::attr);
            } else if (node instanceof TextNode text) {
              markup.text(text.getWholeText());
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element) {
              markup.end(element.normalName());
            }
          }
        });
    markup.finish();
  }

  private static Element mainPart(Document page) {
    Element body = page.body();
    int whole = body.text().length();
    for (String mark : MAIN) {
      for (Element candidate : page.select(mark)) {
        if (candidate.text().length() >= whole * MAIN_SHARE) {
          return withHeading(candidate, page);
        }
      }
    }
    return body;
  }

  /** Many systems put the page's heading outside of what they mark as its content. */
  private static Element withHeading(Element main, Document page) {
    Element heading = page.selectFirst("h1");
    if (heading != null && main.selectFirst("h1") == null) {
      main.prependChild(heading);
    }
    return main;
  }

  private static void removeLinkLists(Element main) {
    int whole = main.text().length();
    for (Element list : main.select("ul, ol, p")) {
      int links = list.select("a").size();
      int linked = linked(list);
      boolean menu = links >= LINKS_OF_A_MENU && linked < (long) links * LONGEST_MENU_ITEM;
      int text = list.text().length();
      if (menu && linked * 10L >= text * 9L && text * 2L < whole) {
        list.remove();
      }
    }
  }

  /** Whatever stands before the first heading and is nothing but links leads elsewhere. */
  private static void removeLinksBeforeHeading(Element main) {
    Element heading = main.selectFirst("h1, h2");
    if (heading == null) {
      return;
    }
    for (Element block : main.select("div, p, ul, ol, h1, h2")) {
      if (block.normalName().startsWith("h")) {
        return;
      }
      int text = block.text().length();
      if (text > 0 && linked(block) >= text) {
        block.remove();
      }
    }
  }

  private static int linked(Element element) {
    return element.select("a").eachText().stream().mapToInt(String::length).sum();
  }

  private static DocumentInfo info(Document page, String mediaType) {
    String title = page.title().strip();
    Element only = page.select("h1").size() == 1 ? page.selectFirst("h1") : null;
    String heading = only == null ? "" : only.text().strip();
    // The title element carries the site's name as well; the only h1 inside it is the page's.
    String best =
        title.isEmpty() || (!heading.isEmpty() && title.contains(heading)) ? heading : title;
    return new DocumentInfo(
        mediaType,
        best.isEmpty() ? null : CleanText.of(best),
        authors(page),
        meta(page, "[property=article:published_time], [name=date], [name=dcterms.created]"),
        meta(page, "[property=article:modified_time], [name=dcterms.modified]"),
        0);
  }

  private static List<String> authors(Document page) {
    Elements found = page.select("meta[name=author], meta[name=dcterms.creator]");
    return found.stream()
        .map(element -> CleanText.of(element.attr("content").strip()))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static @Nullable String meta(Document page, String query) {
    Element found = page.selectFirst("meta:is(" + query + ")");
    String content = found == null ? "" : CleanText.of(found.attr("content").strip());
    return content.isEmpty() ? null : content;
  }
}

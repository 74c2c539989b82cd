package dev.cairn.document.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads PDF with PDFBox: words with their places, from them lines, columns, tables, paragraphs and
 * headings. Scans without a text layer have no text: there is no recognition here.
 */
final class PdfReader {

  private static final int MOST_BOOKMARKS = 20_000;
  private static final int DEEPEST_BOOKMARK = 6;

  private PdfReader() {}

  static ExtractedText read(Path file, String mediaType) throws IOException {
    try (PDDocument document =
        Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache())) {
      List<List<PdfLine>> pages = new ArrayList<>();
      PdfFurniture furniture = new PdfFurniture();
      PdfWords.read(
          document,
          (number, words) -> {
            List<PdfLine> lines = PdfPage.lines(number, words);
            furniture.add(lines);
            pages.add(lines);
          });
      List<PdfLine> lines =
          pages.stream().flatMap(page -> furniture.without(page).stream()).toList();
      return build(document, lines, mediaType);
    }
  }

  private static ExtractedText build(PDDocument document, List<PdfLine> lines, String mediaType) {
    if (lines.isEmpty()) {
      throw Refusal.noText(
          "The PDF has "
              + document.getNumberOfPages()
              + " page(s) but no text layer, as scans have none. There is no text recognition here.");
    }
    PdfHeadings headings = PdfHeadings.of(bookmarks(document), lines);
    TextBuilder out = new TextBuilder();
    new PdfFlow(out, headings, lines).write(lines);
    return out.build(info(document, mediaType));
  }

  private static DocumentInfo info(PDDocument document, String mediaType) {
    PDDocumentInformation info = document.getDocumentInformation();
    String author = clean(info.getAuthor());
    return new DocumentInfo(
        mediaType,
        clean(info.getTitle()),
        author == null ? List.of() : List.of(author),
        date(info.getCreationDate()),
        date(info.getModificationDate()),
        document.getNumberOfPages());
  }

  private static @Nullable String clean(@Nullable String value) {
    String clean = value == null ? "" : CleanText.of(value).strip();
    return clean.isEmpty() ? null : clean;
  }

  private static @Nullable String date(@Nullable Calendar date) {
    try {
      return date == null ? null : date.toInstant().toString();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Titles with their depth; the first of two equal ones counts. */
  private static Map<String, Integer> bookmarks(PDDocument document) {
    Map<String, Integer> titles = new LinkedHashMap<>();
    PDOutlineNode root = document.getDocumentCatalog().getDocumentOutline();
    if (root != null) {
      collect(root, 1, titles, MOST_BOOKMARKS);
    }
    return titles;
  }

  /** Answers how many more may be looked at: a damaged outline may be a ring. */
  private static int collect(
      PDOutlineNode node, int depth, Map<String, Integer> titles, int budget) {
    int left = budget;
    for (PDOutlineItem item : node.children()) {
      if (left-- <= 0) {
        return 0;
      }
      String title = item.getTitle();
      if (title != null) {
        titles.putIfAbsent(title, depth);
      }
      if (depth < DEEPEST_BOOKMARK) {
        left = collect(item, depth + 1, titles, left);
      }
    }
    return left;
  }
}

package dev.cairn.document.text;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

final class PdfReader {
  private static final java.util.regex.Pattern PARAGRAPH =
      java.util.regex.Pattern.compile("\n\\s*\n");

  private PdfReader() {}

  static ExtractedText read(Path file, String mediaType) throws IOException {
    TextBuilder out = new TextBuilder();
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        stripper.setParagraphEnd("\n\n");
        out.page(page);
        for (String paragraph : PARAGRAPH.split(stripper.getText(document), -1)) {
          out.paragraph(paragraph);
        }
      }
      return out.build(
          new DocumentInfo(
              mediaType, null, java.util.List.of(), null, null, document.getNumberOfPages()));
    }
  }
}

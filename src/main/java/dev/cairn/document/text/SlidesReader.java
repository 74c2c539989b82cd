package dev.cairn.document.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.apache.poi.ooxml.POIXMLProperties;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFGroupShape;
import org.apache.poi.xslf.usermodel.XSLFNotes;
import org.apache.poi.xslf.usermodel.XSLFShape;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTableRow;
import org.apache.poi.xslf.usermodel.XSLFTextParagraph;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads PowerPoint slides with POI: a page each, its title a heading, then shapes in their order,
 * then the speaker's notes. (Tika's text of slides doesn't tell titles.)
 */
final class SlidesReader {

  static final String MEDIA_TYPE =
      "application/vnd.openxmlformats-officedocument.presentationml.presentation";

  private static final int DEEPEST_GROUP = 20;

  private final TextBuilder out = new TextBuilder();

  private SlidesReader() {}

  static ExtractedText read(Path file, String mediaType)
      throws IOException, InvalidFormatException {
    SlidesReader reader = new SlidesReader();
    try (XMLSlideShow show = new XMLSlideShow(OPCPackage.open(file.toFile(), PackageAccess.READ))) {
      int page = 0;
      for (XSLFSlide slide : show.getSlides()) {
        reader.out.page(++page);
        reader.write(slide);
      }
      return reader.out.build(info(show.getProperties(), page, mediaType));
    }
  }

  private void write(XSLFSlide slide) {
    for (XSLFTextShape shape : slide.getPlaceholders()) {
      if (isTitle(shape)) {
        out.heading(1, shape.getText());
      }
    }
    for (XSLFShape shape : slide.getShapes()) {
      write(shape, 0);
    }
    XSLFNotes notes = slide.getNotes();
    if (notes != null) {
      for (XSLFTextShape shape : notes.getPlaceholders()) {
        if (shape.getTextType() == Placeholder.BODY) {
          writeText(shape);
        }
      }
    }
  }

  private void write(XSLFShape shape, int depth) {
    switch (shape) {
      case XSLFTable table -> writeTable(table);
      case XSLFGroupShape group -> {
        if (depth < DEEPEST_GROUP) {
          group.getShapes().forEach(part -> write(part, depth + 1));
        }
      }
      case XSLFTextShape text -> {
        if (!isFurniture(text)) {
          writeText(text);
        }
      }
      default -> {
        // Pictures, connectors and charts have no text of their own.
      }
    }
  }

  /** The title is written already; number, date and foot are on every slide. */
  private static boolean isFurniture(XSLFTextShape shape) {
    Placeholder type = shape.getTextType();
    return isTitle(shape)
        || type == Placeholder.SLIDE_NUMBER
        || type == Placeholder.DATETIME
        || type == Placeholder.FOOTER
        || type == Placeholder.HEADER;
  }

  private static boolean isTitle(XSLFTextShape shape) {
    Placeholder type = shape.getTextType();
    return type == Placeholder.TITLE || type == Placeholder.CENTERED_TITLE;
  }

  private void writeText(XSLFTextShape shape) {
    int number = 0;
    for (XSLFTextParagraph paragraph : shape.getTextParagraphs()) {
      String text = paragraph.getText().strip();
      number = paragraph.getAutoNumberingScheme() == null || text.isEmpty() ? 0 : number + 1;
      if (number > 0) {
        out.listItem(paragraph.getIndentLevel() + 1, number + ". " + text);
      } else if (paragraph.isBullet() && !text.isEmpty()) {
        out.listItem(paragraph.getIndentLevel() + 1, "- " + text);
      } else {
        out.paragraph(text);
      }
    }
  }

  private void writeTable(XSLFTable shape) {
    Table table = new Table();
    for (XSLFTableRow row : shape.getRows()) {
      table.startRow();
      row.getCells()
          .forEach(
              cell -> {
                table.startCell("");
                table.block(Block.Kind.PARAGRAPH, 0, cell.getText());
              });
    }
    table.writeTo(out);
  }

  private static DocumentInfo info(POIXMLProperties properties, int pages, String mediaType) {
    POIXMLProperties.CoreProperties core = properties.getCoreProperties();
    String author = clean(core.getCreator());
    return new DocumentInfo(
        mediaType,
        clean(core.getTitle()),
        author == null ? List.of() : List.of(author),
        date(core.getCreated()),
        date(core.getModified()),
        pages);
  }

  private static @Nullable String clean(@Nullable String value) {
    String clean = value == null ? "" : CleanText.of(value).strip();
    // What PowerPoint puts there when nobody does.
    return clean.isEmpty() || clean.equals("PowerPoint Presentation") ? null : clean;
  }

  private static @Nullable String date(@Nullable Date date) {
    return date == null ? null : date.toInstant().toString();
  }
}

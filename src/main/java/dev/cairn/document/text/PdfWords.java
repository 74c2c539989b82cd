package dev.cairn.document.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Hands on the words of each page in the order of its content stream. Invisible text counts only
 * where there is no visible one: then it is what a scanner recognised; beside visible text it is
 * what the reader was not meant to see.
 */
final class PdfWords extends PDFTextStripper {

  private static final int HEAVY = 600;

  /** CMBX is the bold of TeX. */
  private static final Pattern BOLD = Pattern.compile("bold|black|heavy|cmbx");

  private static final Pattern ITALIC = Pattern.compile("italic|oblique|cmti");

  private final BiConsumer<Integer, List<PdfWord>> pages;
  private final List<TextPosition> invisible = new ArrayList<>();
  private List<PdfWord> words = new ArrayList<>();
  private long characters;
  private boolean visible;

  private PdfWords(BiConsumer<Integer, List<PdfWord>> pages) {
    this.pages = pages;
    setSuppressDuplicateOverlappingText(true);
  }

  static void read(PDDocument document, BiConsumer<Integer, List<PdfWord>> pages)
      throws IOException {
    new PdfWords(pages).writeText(document, Writer.nullWriter());
  }

  @Override
  protected void startPage(PDPage page) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("page " + getCurrentPageNo());
    }
    words = new ArrayList<>();
    invisible.clear();
    visible = false;
  }

  @Override
  protected void processTextPosition(TextPosition glyph) {
    if (getGraphicsState().getTextState().getRenderingMode() == RenderingMode.NEITHER) {
      invisible.add(glyph);
    } else {
      visible |= !glyph.getUnicode().isBlank();
      super.processTextPosition(glyph);
    }
    characters++;
    TextBuilder.checkLength(characters / 2);
  }

  @Override
  protected void writePage() throws IOException {
    if (!visible) {
      invisible.forEach(super::processTextPosition);
    }
    super.writePage();
  }

  @Override
  protected void writeString(String raw, List<TextPosition> glyphs) {
    String text = CleanText.of(raw).strip();
    if (text.isEmpty() || glyphs.isEmpty()) {
      return;
    }
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    Map<PdfWord.Style, Integer> styles = new EnumMap<>(PdfWord.Style.class);
    for (TextPosition glyph : glyphs) {
      left = Math.min(left, glyph.getXDirAdj());
      right = Math.max(right, glyph.getXDirAdj() + glyph.getWidthDirAdj());
      styles.merge(style(glyph), 1, Integer::sum);
    }
    // Not the first: that may be a bullet of another font.
    TextPosition middle = glyphs.get(glyphs.size() / 2);
    words.add(
        new PdfWord(
            text,
            left,
            right,
            middle.getYDirAdj(),
            // The size as drawn: getFontSizeInPt() leaves the page's scale out.
            Math.max(1, middle.getYScale()),
            most(styles),
            Math.round(middle.getDir())));
  }

  @Override
  protected void endPage(PDPage page) {
    pages.accept(getCurrentPageNo(), words);
    words = new ArrayList<>();
  }

  private static PdfWord.Style style(TextPosition glyph) {
    String name = glyph.getFont().getName();
    String font = name == null ? "" : name.toLowerCase(Locale.ROOT);
    PDFontDescriptor descriptor = glyph.getFont().getFontDescriptor();
    boolean heavy =
        descriptor != null && (descriptor.isForceBold() || descriptor.getFontWeight() >= HEAVY);
    if (heavy || BOLD.matcher(font).find()) {
      return PdfWord.Style.BOLD;
    }
    return ITALIC.matcher(font).find() ? PdfWord.Style.ITALIC : PdfWord.Style.PLAIN;
  }

  private static PdfWord.Style most(Map<PdfWord.Style, Integer> styles) {
    PdfWord.Style most = PdfWord.Style.PLAIN;
    for (PdfWord.Style style : PdfWord.Style.values()) {
      most = styles.getOrDefault(style, 0) > styles.getOrDefault(most, 0) ? style : most;
    }
    return most;
  }
}

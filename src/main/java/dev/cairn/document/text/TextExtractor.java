package dev.cairn.document.text;

import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/** Reads any document it knows: finds out what it is, then asks the reader of that family. */
public final class TextExtractor {

  /** Most bytes of a page or a Markdown file; their trees take some ten times as much heap. */
  private static final long MOST_MARKUP_BYTES = 32L << 20;

  /** Opens the document's bytes, from the first. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  private TextExtractor() {}

  /**
   * The text of a document.
   *
   * @param name its file name, and
   * @param mediaType its declared type: hints that tell kinds of text apart; else the bytes decide
   * @throws ProblemException permanent, when the bytes are at fault
   * @throws IOException when the bytes can't be had
   */
  public static ExtractedText extract(String name, String mediaType, Source source)
      throws IOException {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    if (mediaType.startsWith("text/")) {
      metadata.set(Metadata.CONTENT_TYPE, mediaType);
    }
    ExtractedText text;
    try (TikaInputStream in = TikaInputStream.get(source.open())) {
      text = read(Format.of(in, metadata, name), in, metadata);
    }
    if (text.blocks().isEmpty()) {
      throw Refusal.noText("There are no characters in the document but white space.");
    }
    return text;
  }

  private static ExtractedText read(Format format, TikaInputStream in, Metadata metadata)
      throws IOException {
    String type = format.mediaType();
    return switch (format.family()) {
      case PLAIN -> PlainTextReader.read(decode(in), type);
      case MARKDOWN -> {
        String markdown = decode(bounded(in));
        yield Guarded.read(type, () -> MarkdownReader.read(markdown, type));
      }
      case HTML -> {
        byte[] page = bounded(in).readAllBytes();
        yield Guarded.read(type, () -> HtmlReader.read(page, null, type));
      }
      case PDF -> {
        Path file = in.getPath();
        yield Guarded.read(type, () -> PdfReader.read(file, type));
      }
      case OFFICE -> {
        Path file = in.getPath();
        yield Guarded.read(type, () -> office(file, in, metadata, type));
      }
    };
  }

  private static ExtractedText office(Path file, TikaInputStream in, Metadata metadata, String type)
      throws Exception {
    ZipBounds.check(file);
    if (type.equals(SlidesReader.MEDIA_TYPE)) {
      return SlidesReader.read(file, type);
    }
    return OfficeReader.read(in, metadata, type);
  }

  private static String decode(InputStream in) throws IOException {
    in.mark(TextDecoder.SAMPLE_BYTES + 1);
    byte[] sample = in.readNBytes(TextDecoder.SAMPLE_BYTES);
    in.reset();
    return TextDecoder.decode(sample, in);
  }

  private static TikaInputStream bounded(TikaInputStream in) throws IOException {
    if (in.getLength() > MOST_MARKUP_BYTES) {
      throw Refusal.tooLarge(
          "The document has "
              + in.getLength()
              + " bytes of markup; at most "
              + MOST_MARKUP_BYTES
              + " are read.");
    }
    return in;
  }
}

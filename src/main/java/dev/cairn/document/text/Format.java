package dev.cairn.document.text;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;

/**
 * What a document is, told by its bytes; the name only decides between kinds of text.
 *
 * @param family which reader reads it
 * @param mediaType the media type without parameters
 */
record Format(Family family, String mediaType) {

  /** The families of formats: one reader each. */
  enum Family {
    PLAIN,
    MARKDOWN,
    HTML,
    PDF,
    OFFICE
  }

  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/gzip",
          "application/x-tar",
          "application/x-gtar",
          "application/x-bzip2",
          "application/x-bzip",
          "application/x-xz",
          "application/zstd",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/java-archive",
          "application/x-archive",
          "application/x-cpio",
          "application/x-lz4",
          "application/x-snappy-framed",
          "application/x-compress",
          "application/x-brotli");

  private static final Set<String> MARKDOWN =
      Set.of("text/markdown", "text/x-markdown", "text/x-web-markdown");

  private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

  private static final Set<String> TEXT =
      Set.of("application/json", "application/xml", "application/x-ndjson", "application/yaml");

  Format {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(mediaType, "mediaType");
  }

  /** Loaded when first asked: Tika's table of types takes 0.3 s. */
  private static final class Lazy {
    static final Detector DETECTOR = new DefaultDetector();
    static final MediaTypeRegistry REGISTRY = MediaTypeRegistry.getDefaultRegistry();
  }

  static Format of(TikaInputStream in, Metadata metadata, String name) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      throw Refusal.empty();
    }
    in.reset();
    MediaType type = Lazy.DETECTOR.detect(in, metadata).getBaseType();
    Family family = family(type);
    if (family == Family.PLAIN) {
      checkPromise(name, type);
    }
    return new Format(family, type.toString());
  }

  private static Family family(MediaType type) {
    String name = type.toString().toLowerCase(Locale.ROOT);
    if (name.equals("application/pdf")) {
      return Family.PDF;
    }
    if (HTML.contains(name)) {
      return Family.HTML;
    }
    if (MARKDOWN.contains(name)) {
      return Family.MARKDOWN;
    }
    if (OfficeReader.reads(name)) {
      return Family.OFFICE;
    }
    if (isText(type, name)) {
      return Family.PLAIN;
    }
    throw refuse(type, name);
  }

  private static boolean isText(MediaType type, String name) {
    return type.getType().equals("text")
        || TEXT.contains(name)
        || (name.endsWith("+xml") && !type.getType().equals("image"))
        || Lazy.REGISTRY.isSpecializationOf(type, MediaType.TEXT_PLAIN);
  }

  private static RuntimeException refuse(MediaType type, String name) {
    if (ARCHIVES.contains(name)) {
      return Refusal.unsupported(
          "This is an archive ("
              + name
              + "). Archives are not read yet: unpack it and hand in the files.");
    }
    if (name.contains("protected") || name.contains("encrypted")) {
      return Refusal.encrypted("The document is protected by a password (" + name + ").");
    }
    return switch (type.getType()) {
      case "image" ->
          Refusal.unsupported(
              "This is a picture (" + name + "). There is no text recognition in this pipeline.");
      case "audio", "video" -> Refusal.unsupported("This is a recording (" + name + ").");
      default -> Refusal.unsupported("There is no reader for " + name + ".");
    };
  }

  /** Plain text under the name of a binary format is what a broken download leaves. */
  private static void checkPromise(String name, MediaType found) throws IOException {
    Metadata nameAlone = new Metadata();
    nameAlone.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    String promised = MimeTypes.getDefaultMimeTypes().detect(null, nameAlone).toString();
    if (promised.equals("application/pdf")
        || (OfficeReader.reads(promised) && !promised.startsWith("text/"))) {
      throw Refusal.corrupt(
          "The name promises "
              + promised
              + ", but the content is "
              + found
              + " and no such document.");
    }
  }
}

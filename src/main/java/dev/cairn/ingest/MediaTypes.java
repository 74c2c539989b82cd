package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.job.Announcement;
import dev.cairn.job.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MimeTypes;

/**
 * Tells what a file is from its first bytes, its name and what its sender claims, in this order of
 * trust. Knows magic numbers only; whoever reads the file looks deeper.
 */
final class MediaTypes {

  /** Enough for every magic number that Tika knows. */
  static final int PREFIX = 1 << 16;

  /** What clients send when they do not know. */
  private static final Set<String> MEANINGLESS =
      Set.of("application/octet-stream", "application/x-www-form-urlencoded", "*/*");

  private MediaTypes() {}

  /**
   * What a blob is.
   *
   * @throws IOException when it can't be read
   */
  static String of(BlobStore blobs, String blob, Announcement announced) throws IOException {
    try (InputStream in = blobs.open(new Content(blob, 0, PREFIX))) {
      return of(in.readAllBytes(), announced.name(), announced.mediaType());
    }
  }

  /**
   * Reads the list of types at first use, which takes a tenth of a second: not on an event loop.
   */
  static String of(byte[] prefix, String name, Optional<String> declared) {
    Metadata hints = new Metadata();
    hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    declared
        .map(type -> type.split(";", 2)[0].strip())
        .filter(type -> !MEANINGLESS.contains(type))
        .ifPresent(type -> hints.set(Metadata.CONTENT_TYPE, type));
    try {
      return MimeTypes.getDefaultMimeTypes()
          .detect(new ByteArrayInputStream(prefix), hints)
          .getBaseType()
          .toString();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }
}

package dev.cairn.document.archive;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.Unpacking;
import dev.cairn.document.archive.ArchiveFormat.Kind;
import dev.cairn.job.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells archives by their bytes. Documents that are zips inside (Office, OpenDocument, EPUB) are no
 * archives, and a packed file that is no tar is none either.
 */
public final class ArchiveSniffer {

  /** Enough of a packed file to unpack the first header of a tar. */
  static final int HEAD_BYTES = 1 << 16;

  private static final int TAR_BLOCK = 512;
  private static final int TAR_MAGIC_AT = 257;
  private static final int TAR_CHECKSUM_AT = 148;
  private static final int TAR_CHECKSUM_END = 156;

  /** Entries that are documents' own; they stand among the first. */
  private static final int LOOKED_AT = 1_000;

  private static final Set<String> OF_DOCUMENTS = Set.of("[Content_Types].xml", "mimetype");

  private ArchiveSniffer() {}

  /**
   * What kind of archive the bytes are, if they are one. A damaged archive is one, and says so when
   * it is opened.
   *
   * @throws IOException when the bytes can't be had
   */
  public static Optional<ArchiveFormat> sniff(Bytes bytes, ArchiveLimits limits)
      throws IOException {
    byte[] head;
    try (InputStream in = bytes.open(0)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    Optional<ArchiveFormat> format = ofHead(head, limits);
    boolean zip = format.isPresent() && format.get().kind() == Kind.ZIP;
    return zip && isDocument(bytes.file(), limits) ? Optional.empty() : format;
  }

  /** The same by the first bytes alone; a zip may still be a document. */
  static Optional<ArchiveFormat> ofHead(byte[] head, ArchiveLimits limits) throws IOException {
    if (begins(head, "PK\3\4") || begins(head, "PK\5\6")) {
      return Optional.of(new ArchiveFormat(Kind.ZIP, List.of()));
    }
    List<Compression> packing = new ArrayList<>();
    byte[] block = head;
    Optional<Compression> compression = Compression.of(block);
    while (compression.isPresent() && packing.size() < limits.expansion().depth()) {
      packing.add(compression.get());
      block = unpacked(head, packing, limits);
      compression = Compression.of(block);
    }
    return isTar(block) ? Optional.of(new ArchiveFormat(Kind.TAR, packing)) : Optional.empty();
  }

  private static boolean begins(byte[] head, String magic) {
    byte[] start = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= start.length
        && new String(head, 0, start.length, StandardCharsets.ISO_8859_1).equals(magic);
  }

  /** The first block; less when that can't be unpacked of what is there. */
  private static byte[] unpacked(byte[] head, List<Compression> packing, ArchiveLimits limits)
      throws IOException {
    byte[] block = new byte[TAR_BLOCK];
    int length = 0;
    try (InputStream in =
        Unpacking.over(new ByteArrayInputStream(head), packing, limits.expansion())) {
      for (int octet = in.read(); octet >= 0 && length < TAR_BLOCK; octet = in.read()) {
        block[length++] = (byte) octet;
      }
    } catch (ProblemException e) {
      // What was unpacked until then is looked at.
    }
    return java.util.Arrays.copyOf(block, length);
  }

  /** By its magic, or by the checksum of its header: the oldest ones have no magic. */
  private static boolean isTar(byte[] block) {
    if (block.length < TAR_BLOCK) {
      return false;
    }
    if (new String(block, TAR_MAGIC_AT, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return true;
    }
    @Nullable Long said = octal(block);
    long sum = 0;
    for (int at = 0; at < TAR_BLOCK; at++) {
      boolean checksum = at >= TAR_CHECKSUM_AT && at < TAR_CHECKSUM_END;
      sum += checksum ? ' ' : block[at] & 0xFF;
    }
    return said != null && said == sum && block[0] != 0;
  }

  private static @Nullable Long octal(byte[] block) {
    String text =
        new String(
                block,
                TAR_CHECKSUM_AT,
                TAR_CHECKSUM_END - TAR_CHECKSUM_AT,
                StandardCharsets.ISO_8859_1)
            .replace('\0', ' ')
            .strip();
    return text.matches("[0-7]{1,7}") ? Long.valueOf(text, 8) : null;
  }

  /** Whether a zip is a document of Office, OpenDocument or EPUB. */
  static boolean isDocument(Path file, ArchiveLimits limits) throws IOException {
    try (ZipEntries entries = ZipEntries.open(file, limits)) {
      Entry entry = entries.next();
      for (int seen = 0; entry != null && seen < LOOKED_AT; seen++) {
        if (OF_DOCUMENTS.contains(entry.name())) {
          return true;
        }
        entry = entries.next();
      }
      return false;
    } catch (ProblemException e) {
      return false;
    }
  }
}

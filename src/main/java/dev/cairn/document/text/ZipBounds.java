package dev.cairn.document.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks the markup of a zipped document once, counting, before any parser builds a tree of it:
 * the sizes written in an archive may lie. At 300 MB/s this costs an honest document some
 * milliseconds.
 */
final class ZipBounds {

  /** One part: XMLBeans takes some ten times that as heap. A book of 1,000 pages has 10 MB. */
  private static final long MOST_PART_BYTES = 48L << 20;

  private static final long MOST_BYTES = 256L << 20;

  private static final int MOST_ENTRIES = 10_000;

  private ZipBounds() {}

  /** Does nothing when the file is no zip. */
  static void check(Path file) throws IOException {
    if (!isZip(file)) {
      return;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw Refusal.tooLarge(
            "The container has " + zip.size() + " parts; at most " + MOST_ENTRIES + " are read.");
      }
      long all = 0;
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        all += isMarkup(entry) ? unpacked(zip, entry) : 0;
        bound(all, MOST_BYTES);
      }
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  private static boolean isMarkup(ZipEntry entry) {
    String name = entry.getName().toLowerCase(Locale.ROOT);
    return name.matches(".*\\.(xml|rels|x?html?|ncx|opf|vml)");
  }

  private static long unpacked(ZipFile zip, ZipEntry entry) throws IOException {
    byte[] buffer = new byte[65_536];
    long size = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        bound(size, MOST_PART_BYTES);
      }
    }
    return size;
  }

  private static void bound(long size, long most) {
    if (size > most) {
      throw Refusal.tooLarge(
          "The document unpacks to more than "
              + most
              + " bytes of markup, the most that are read.");
    }
  }
}

package dev.cairn.document.rows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks the markup of a workbook once, counting, before the parser sees it: sizes written in an
 * archive may lie, and the parser holds a text or a row at once.
 */
final class SheetBounds {

  /** Shared strings and styles are held in memory, with some twice that as heap. */
  private static final long MOST_HELD_BYTES = 128L << 20;

  private static final int MOST_ENTRIES = 10_000;

  private final Limits limits;
  private final byte[] buffer = new byte[1 << 16];

  private SheetBounds(Limits limits) {
    this.limits = limits;
  }

  static void check(Path file, Limits limits) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      new SheetBounds(limits).check(zip);
    } catch (ZipException e) {
      throw Refusal.of(Refusal.corrupt("The workbook is no sound zip archive."));
    }
  }

  private void check(ZipFile zip) throws IOException {
    if (zip.size() > MOST_ENTRIES) {
      throw Refusal.of(
          Refusal.tooLarge(
              "The workbook has %d parts; at most %d are read."
                  .formatted(zip.size(), MOST_ENTRIES)));
    }
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels")) {
        check(zip, entry);
      }
    }
  }

  private void check(ZipFile zip, ZipEntry entry) throws IOException {
    boolean held = !entry.getName().startsWith("xl/worksheets/");
    long size = 0;
    long sinceRow = 0;
    CellReferences references = new CellReferences();
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        sinceRow = held ? 0 : sinceRow(sinceRow, read);
        if (!held) {
          references.look(buffer, read);
        }
        // The archive says how long the packed part is; it can't say less than was unpacked from.
        if ((held && size > MOST_HELD_BYTES)
            || sinceRow > limits.rowBytes()
            || limits.expansion().exceededBy(size, entry.getCompressedSize())) {
          throw tooLarge(entry);
        }
      }
    }
  }

  /** Bytes since the last row began. */
  private long sinceRow(long before, int read) {
    for (int at = read - 3; at > 0; at--) {
      boolean row = buffer[at] == 'r' && buffer[at + 1] == 'o' && buffer[at + 2] == 'w';
      if (row && (buffer[at - 1] == '<' || buffer[at - 1] == ':')) {
        return read - (long) at;
      }
    }
    return before + read;
  }

  private static RuntimeException tooLarge(ZipEntry entry) {
    return Refusal.of(
        Refusal.tooLarge(
            "A part of the workbook (%s) unpacks to more than is read."
                .formatted(entry.getName().replaceAll("[^\\w./-]", "_"))));
  }
}

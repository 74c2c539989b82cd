package dev.cairn.document.archive;

import dev.cairn.document.archive.Entry.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A zip archive, read by its directory. */
final class ZipEntries implements Entries {

  private final ZipFile zip;
  private final Enumeration<ZipArchiveEntry> entries;

  private ZipEntries(ZipFile zip) {
    this.zip = zip;
    this.entries = zip.getEntriesInPhysicalOrder();
  }

  static ZipEntries open(Path file, ArchiveLimits limits) throws IOException {
    long directory = ZipDirectory.check(file, limits);
    ZipEntries entries = new ZipEntries(zip(file));
    if (directory > 0 && !entries.entries.hasMoreElements()) {
      entries.close();
      throw corrupt();
    }
    return entries;
  }

  /** Local headers are looked at when a file is opened, not a seek for each before the first. */
  private static ZipFile zip(Path file) throws IOException {
    try {
      return ZipFile.builder().setPath(file).setIgnoreLocalFileHeader(true).get();
    } catch (IOException | RuntimeException e) {
      throw corrupt();
    }
  }

  private static RuntimeException corrupt() {
    return Refusal.of(Refusal.corrupt("The zip archive is damaged or not whole."));
  }

  @Override
  public @Nullable Entry next() {
    if (!entries.hasMoreElements()) {
      return null;
    }
    ZipArchiveEntry entry = entries.nextElement();
    return new Entry(name(entry), kind(entry), () -> zip.getInputStream(entry));
  }

  private Kind kind(ZipArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    if (entry.isUnixSymlink()) {
      return Kind.LINK;
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return Kind.ENCRYPTED;
    }
    return zip.canReadEntryData(entry) ? Kind.FILE : Kind.UNREADABLE;
  }

  private static String name(ZipArchiveEntry entry) {
    byte[] raw = entry.getRawName();
    boolean said =
        entry.getGeneralPurposeBit().usesUTF8ForNames()
            || entry.getExtraField(UnicodePathExtraField.UPATH_ID) != null;
    return said || raw == null ? entry.getName() : MemberPath.decoded(raw, "IBM437");
  }

  @Override
  public IOException explain(IOException failure) {
    throw Refusal.of(Refusal.corrupt("The member can't be unpacked: it is damaged."));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

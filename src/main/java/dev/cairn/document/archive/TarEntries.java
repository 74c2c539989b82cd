package dev.cairn.document.archive;

import dev.cairn.document.PackedInput;
import dev.cairn.document.archive.Entry.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** A tar archive, read from its beginning to its end. */
final class TarEntries implements Entries {

  /** Headers of one entry, with long names and attributes: the library takes them whole. */
  private static final long MOST_HEADER_BYTES = 1 << 20;

  private final Budget budget;
  private final PackedInput counted;
  private final TarArchiveInputStream tar;
  private boolean begun;

  private TarEntries(Budget budget) {
    this.budget = budget;
    this.counted = new PackedInput(budget);
    // Names are bytes; what encoding they are in is seen later.
    this.tar = new TarArchiveInputStream(counted, StandardCharsets.ISO_8859_1.name());
  }

  /** The stream is closed with the entries. */
  static TarEntries open(InputStream unpacked) {
    return new TarEntries(new Budget(unpacked));
  }

  @Override
  public @Nullable Entry next() throws IOException {
    try {
      if (begun) {
        tar.skip(Long.MAX_VALUE);
      }
      begun = true;
      budget.limit(MOST_HEADER_BYTES);
      TarArchiveEntry entry = tar.getNextEntry();
      budget.limit(Long.MAX_VALUE);
      return entry == null ? null : new Entry(name(entry), kind(entry), this::content);
    } catch (IOException e) {
      throw explain(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Refusal.of(Refusal.corrupt("The tar archive is damaged."));
    }
  }

  /** The bytes of the entry that was given last; closing them leaves the archive open. */
  private InputStream content() {
    return new FilterInputStream(tar) {
      @Override
      public void close() {
        // The archive closes it.
      }
    };
  }

  private static String name(TarArchiveEntry entry) {
    String name = entry.getName();
    boolean bytes = name.chars().allMatch(c -> c <= 0xFF);
    return bytes
        ? MemberPath.decoded(name.getBytes(StandardCharsets.ISO_8859_1), "windows-1252")
        : name;
  }

  private Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      return Kind.LINK;
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      return Kind.DEVICE;
    }
    return tar.canReadEntryData(entry) ? Kind.FILE : Kind.UNREADABLE;
  }

  @Override
  public IOException explain(IOException failure) {
    return counted.explain(failure);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Lets so many bytes through until told otherwise. */
  private static final class Budget extends InputStream {

    private final InputStream in;
    private long left = Long.MAX_VALUE;

    Budget(InputStream in) {
      this.in = in;
    }

    void limit(long bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (left <= 0) {
        throw Refusal.of(Refusal.corrupt("The header of a member of the tar archive has no end."));
      }
      int length = in.read(into, from, most);
      left -= Math.max(length, 0);
      return length;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

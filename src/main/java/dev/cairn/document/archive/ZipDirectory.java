package dev.cairn.document.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks how long the directory of a zip archive is, before it is taken into memory: what it says of
 * the number of its entries need not be true, its length is.
 */
final class ZipDirectory {

  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int OFFSET_AT = 16;
  private static final long IN_ZIP64 = 0xFFFF_FFFFL;

  private static final int LOCATOR_BYTES = 20;
  private static final int LOCATOR_OFFSET_AT = 8;
  private static final int END64_BYTES = 56;
  private static final int END64_OFFSET_AT = 48;

  /** An entry of the directory without name; a name has some 30 bytes. */
  private static final int LEAST_ENTRY_BYTES = 46;

  /** Some 300 bytes of heap an entry: a directory of 128 MiB takes about a GiB. */
  private static final long MOST_BYTES = 64L << 20;

  private ZipDirectory() {}

  /** Its length. */
  static long check(Path file, ArchiveLimits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = end(channel);
      long start = end < 0 ? -1 : start(channel, end);
      if (start < 0 || start > end) {
        throw Refusal.of(
            Refusal.corrupt("The zip archive is damaged or not whole: it has no directory."));
      }
      if (end - start > MOST_BYTES || (end - start) / LEAST_ENTRY_BYTES > 2 * limits.members()) {
        throw Refusal.tooManyMembers(limits.members());
      }
      return end - start;
    }
  }

  private static long end(FileChannel channel) throws IOException {
    long from = Math.max(0, channel.size() - END_BYTES - LONGEST_COMMENT);
    ByteBuffer tail = read(channel, from, (int) (channel.size() - from));
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        return from + at;
      }
    }
    return -1;
  }

  private static long start(FileChannel channel, long end) throws IOException {
    long offset = read(channel, end, END_BYTES).getInt(OFFSET_AT) & 0xFFFF_FFFFL;
    if (offset != IN_ZIP64 || end < LOCATOR_BYTES) {
      return offset;
    }
    long end64 = read(channel, end - LOCATOR_BYTES, LOCATOR_BYTES).getLong(LOCATOR_OFFSET_AT);
    if (end64 < 0 || end64 + END64_BYTES > end) {
      return -1;
    }
    return read(channel, end64, END64_BYTES).getLong(END64_OFFSET_AT);
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer, from + buffer.position());
    }
    return buffer.clear();
  }
}

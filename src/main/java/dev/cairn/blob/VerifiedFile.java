package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A range of a blob's file, read chunk by chunk, of which none is given before its sum was
 * compared. What sums can't tell, because they are missing or damaged themselves, the digest of the
 * whole file decides; then they are written anew.
 */
final class VerifiedFile extends InputStream {

  private static final int CHUNK = Fingerprint.CHUNK;

  private final Shelves shelves;
  private final String blob;
  private final FileChannel file;
  private final long end;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private final byte[] one = new byte[1];
  private ByteBuffer sums = ByteBuffer.allocate(0);
  private long firstSum;
  private long position;

  private VerifiedFile(Shelves shelves, Content range, FileChannel file, long end) {
    this.shelves = shelves;
    this.blob = range.blob();
    this.file = file;
    this.position = range.offset();
    this.end = end;
  }

  /** The caller closes the stream. */
  static InputStream open(Shelves shelves, Content range) throws IOException {
    FileChannel file = FileChannel.open(shelves.file(range.blob()), StandardOpenOption.READ);
    try {
      long size = file.size();
      long end = Math.min(size, range.offset() + Math.min(range.length(), size));
      if (size <= CHUNK) {
        return small(range, file, end);
      }
      VerifiedFile opened = new VerifiedFile(shelves, range, file, end);
      if (!opened.hasAsManySumsAsChunks(size)) {
        opened.verifyWhole(size / CHUNK);
      }
      if (opened.position < end) {
        opened.fill();
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static InputStream small(Content range, FileChannel file, long end) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    try (file) {
      readFully(file, all, 0);
    }
    Fingerprint print = new Fingerprint();
    print.update(all.flip());
    if (!print.sha256Hex().equals(range.blob())) {
      throw new CorruptBlobException(range.blob(), 0);
    }
    int start = (int) Math.min(range.offset(), end);
    return new ByteArrayInputStream(all.array(), start, (int) end - start);
  }

  /** Stops early where the file ends early. */
  private static void readFully(FileChannel file, ByteBuffer bytes, long from) throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        return;
      }
    }
  }

  /** A file that was cut short at the end of a chunk shows only by this. */
  private boolean hasAsManySumsAsChunks(long size) throws IOException {
    try {
      return Files.size(shelves.sums(blob)) / Integer.BYTES == (size - 1) / CHUNK + 1;
    } catch (NoSuchFileException missing) {
      return false;
    }
  }

  /** Reads the chunk that holds the position. */
  private void fill() throws IOException {
    long number = position / CHUNK;
    readFully(file, chunk.clear(), number * CHUNK);
    if (sum(number).filter(sum -> sum == crc(chunk.flip())).isEmpty()) {
      ByteBuffer whole = verifyWhole(number);
      readFully(file, chunk.clear(), number * CHUNK);
      if (whole.getInt((int) number * Integer.BYTES) != crc(chunk.flip())) {
        throw new CorruptBlobException(blob, number * CHUNK);
      }
    }
    chunk.position((int) (position % CHUNK));
    chunk.limit((int) Math.min(chunk.limit(), end - number * CHUNK));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  private Optional<Integer> sum(long number) throws IOException {
    if (number >= firstSum + sums.limit() / Integer.BYTES || number < firstSum) {
      readSums(number);
    }
    int place = (int) (number - firstSum) * Integer.BYTES;
    return place < sums.limit() ? Optional.of(sums.getInt(place)) : Optional.empty();
  }

  /** Those of the rest of the range, some at a time. */
  private void readSums(long number) throws IOException {
    long rest = (end - 1) / CHUNK + 1 - number;
    sums = ByteBuffer.allocate((int) Math.min(rest, 4096) * Integer.BYTES);
    firstSum = number;
    try (FileChannel kept = FileChannel.open(shelves.sums(blob), StandardOpenOption.READ)) {
      readFully(kept, sums, number * Integer.BYTES);
    }
    sums.flip();
  }

  private ByteBuffer verifyWhole(long suspect) throws IOException {
    Fingerprint print = new Fingerprint();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    int length = file.read(buffer, 0);
    while (length >= 0) {
      print.update(buffer.flip());
      length = file.read(buffer.clear(), print.size());
    }
    if (!print.sha256Hex().equals(blob)) {
      throw new CorruptBlobException(blob, suspect * CHUNK);
    }
    shelves.putSums(blob, print);
    sums = ByteBuffer.allocate(0);
    return print.sums();
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (position >= end) {
      return length == 0 ? 0 : -1;
    }
    if (!chunk.hasRemaining()) {
      fill();
    }
    int read = Math.min(length, chunk.remaining());
    chunk.get(bytes, offset, read);
    position += read;
    return read;
  }

  @Override
  public long skip(long length) {
    long skipped = Math.clamp(length, 0, Math.max(end - position, 0));
    if (skipped <= chunk.remaining()) {
      chunk.position(chunk.position() + (int) skipped);
    } else {
      chunk.limit(0);
    }
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return chunk.remaining();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package dev.cairn.blob;

import dev.cairn.job.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A range of a blob beside which its sums are kept, read in whole chunks, of which none is given
 * before its sum was compared. What sums can't tell, because they are missing or damaged
 * themselves, the digest of the whole blob decides; then they are written anew.
 */
public abstract class SummedStream extends VerifiedStream {

  private static final int CHUNK = Fingerprint.CHUNK;

  private final String blob;
  private final long size;
  private final long end;
  private final ByteBuffer window;
  private ByteBuffer sums = ByteBuffer.allocate(0);
  private long firstSum;

  /**
   * @param size of the blob
   * @param chunks most to be read at a time
   */
  protected SummedStream(Content range, long size, int chunks) {
    super(range.offset(), end(range, size));
    this.blob = range.blob();
    this.size = size;
    this.end = end(range, size);
    long wanted = Math.max(0, (end - 1) / CHUNK - range.offset() / CHUNK + 1);
    this.window = ByteBuffer.allocate((int) Math.min(chunks, wanted) * CHUNK);
  }

  /** Where a range ends within a blob of that size. */
  public static long end(Content range, long size) {
    return Math.min(size, range.offset() + Math.min(range.length(), size));
  }

  /**
   * A range of a blob that is one chunk at most, and has no sums.
   *
   * @param all bytes of the blob, in an array
   * @throws CorruptBlobException when they are not those that were written
   */
  protected static InputStream small(Content range, ByteBuffer all) throws CorruptBlobException {
    Fingerprint print = new Fingerprint();
    print.update(all.duplicate());
    if (!print.sha256Hex().equals(range.blob())) {
      throw new CorruptBlobException(range.blob(), 0);
    }
    int end = (int) end(range, all.limit());
    int start = (int) Math.min(range.offset(), end);
    return new ByteArrayInputStream(all.array(), all.arrayOffset() + start, end - start);
  }

  /**
   * Fills the buffer with bytes of the blob; stops early where the blob ends early.
   *
   * @throws IOException when they can't be read
   */
  protected abstract void read(ByteBuffer bytes, long from) throws IOException;

  /**
   * Fills the buffer with bytes of the sums; stops early where they end early, or are missing.
   *
   * @throws IOException when they can't be read
   */
  protected abstract void readSums(ByteBuffer bytes, long from) throws IOException;

  /**
   * Bytes of the sums; none when they are missing.
   *
   * @throws IOException when they can't be looked at
   */
  protected abstract long sizeOfSums() throws IOException;

  /**
   * Replaces the sums.
   *
   * @throws IOException when they can't be written
   */
  protected abstract void writeSums(Fingerprint print) throws IOException;

  /**
   * Looks whether there are as many sums as chunks, and verifies the first bytes. That a blob was
   * cut short at the end of a chunk shows only by that.
   */
  @Override
  protected final void begin() throws IOException {
    if (sizeOfSums() / Integer.BYTES != (size - 1) / CHUNK + 1) {
      verifyWhole(size / CHUNK);
    }
    super.begin();
  }

  @Override
  protected final ByteBuffer next(long position) throws IOException {
    long first = position / CHUNK;
    read(first);
    long wrong = wrong(first);
    if (wrong >= 0) {
      verifyWhole(wrong);
      read(first);
      if (wrong(first) >= 0) {
        throw new CorruptBlobException(blob, wrong * CHUNK);
      }
    }
    if (window.limit() <= position % CHUNK) {
      throw new CorruptBlobException(blob, position);
    }
    return window.position((int) (position % CHUNK));
  }

  private void read(long first) throws IOException {
    long most = (end - 1) / CHUNK * CHUNK + CHUNK - first * CHUNK;
    window.clear().limit((int) Math.min(window.capacity(), most));
    read(window, first * CHUNK);
    window.flip();
  }

  /** The first chunk of the window that has not the sum it should have; negative if all have. */
  private long wrong(long first) throws IOException {
    for (int i = 0; i * CHUNK < window.limit(); i++) {
      Optional<Integer> sum = sum(first + i);
      if (sum.isEmpty() || sum.get() != crc(i)) {
        return first + i;
      }
    }
    return -1;
  }

  private int crc(int chunk) {
    CRC32C crc = new CRC32C();
    int start = chunk * CHUNK;
    crc.update(window.slice(start, Math.min(CHUNK, window.limit() - start)));
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
    readSums(sums, number * Integer.BYTES);
    sums.flip();
  }

  private void verifyWhole(long suspect) throws IOException {
    Fingerprint print = new Fingerprint();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    while (print.size() < size) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), size - print.size()));
      read(buffer, print.size());
      if (buffer.position() == 0) {
        throw new CorruptBlobException(blob, print.size());
      }
      print.update(buffer.flip());
    }
    if (!print.sha256Hex().equals(blob)) {
      throw new CorruptBlobException(blob, suspect * CHUNK);
    }
    writeSums(print);
    firstSum = 0;
    sums = print.sums();
  }
}

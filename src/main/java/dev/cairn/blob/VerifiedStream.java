package dev.cairn.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A range of a blob, of which no byte is given before it was verified. */
public abstract class VerifiedStream extends InputStream {

  private final long end;
  private final byte[] one = new byte[1];
  private ByteBuffer verified = ByteBuffer.allocate(0);
  private long position;

  /**
   * @param position of the first byte
   * @param end behind the last
   */
  protected VerifiedStream(long position, long end) {
    this.position = position;
    this.end = end;
  }

  /**
   * Verified bytes of the blob from that position on, one at least. They stay as they are until it
   * is called again.
   *
   * @throws CorruptBlobException when they are not those that were written
   * @throws IOException when they can't be read
   */
  protected abstract ByteBuffer next(long position) throws IOException;

  /**
   * Verifies the first bytes. To be called before the stream is given to anyone.
   *
   * @throws CorruptBlobException when they are not those that were written
   * @throws IOException when they can't be read
   */
  protected void begin() throws IOException {
    if (position < end) {
      fill();
    }
  }

  private void fill() throws IOException {
    verified = next(position);
    if (verified.remaining() > end - position) {
      verified.limit(verified.position() + (int) (end - position));
    }
  }

  @Override
  public final int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    if (position >= end) {
      return length == 0 ? 0 : -1;
    }
    if (!verified.hasRemaining()) {
      fill();
    }
    int read = Math.min(length, verified.remaining());
    verified.get(bytes, offset, read);
    position += read;
    return read;
  }

  @Override
  public final long skip(long length) {
    long skipped = Math.clamp(length, 0, Math.max(end - position, 0));
    if (skipped <= verified.remaining()) {
      verified.position(verified.position() + (int) skipped);
    } else {
      verified.limit(verified.position());
    }
    position += skipped;
    return skipped;
  }

  @Override
  public final int available() {
    return verified.remaining();
  }
}

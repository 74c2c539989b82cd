package dev.cairn.fork;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of a task, piece by piece: the first comes with the task, which is all of most
 * documents, the others are asked for as they are read. A piece that is not full is the last.
 */
final class Pulled extends InputStream {

  /**
   * Bytes of a full piece: so many that its way through two processes is small beside the copying.
   */
  static final int PIECE = 1 << 18;

  private final DataInputStream in;
  private final DataOutputStream out;
  private byte[] piece = new byte[0];
  private int at;
  private boolean ended;
  private boolean broken;

  /** Takes the first piece off the pipe. */
  Pulled(DataInputStream in, DataOutputStream out) throws IOException {
    this.in = in;
    this.out = out;
    take();
  }

  private void take() throws IOException {
    int count = in.readInt();
    broken = count == Said.BROKEN;
    ended = count < PIECE;
    piece = in.readNBytes(Math.max(count, 0));
    at = 0;
  }

  @Override
  public int read() throws IOException {
    return more() ? piece[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(piece, at, into, offset, count);
    at += count;
    return count;
  }

  /** Whether there is a byte to read now. */
  private boolean more() throws IOException {
    if (at == piece.length && !ended) {
      out.writeByte(Said.PULL.code());
      out.flush();
      take();
    }
    if (broken) {
      throw new IOException("the bytes can't be had");
    }
    return at < piece.length;
  }

  @Override
  public int available() {
    return piece.length - at;
  }

  /** A parser that closes its stream may be asked to read on; there is nothing more then. */
  @Override
  public void close() {
    ended = true;
    at = piece.length;
  }
}

package dev.cairn.fork;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of a task, asked for as they are read. */
final class Pulled extends InputStream {

  /** At this size a pull's way through two processes is small beside the copying. */
  static final int AT_ONCE = 1 << 18;

  private final DataInputStream in;
  private final DataOutputStream out;
  private boolean ended;

  Pulled(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    out.writeByte(Said.PULL.code());
    out.writeInt(Math.min(length, AT_ONCE));
    out.flush();
    int count = in.readInt();
    if (count == Said.BROKEN) {
      throw new IOException("the bytes can't be had");
    }
    ended = count == Said.END;
    if (!ended) {
      in.readFully(into, offset, count);
    }
    return ended ? -1 : count;
  }

  /** A parser that closes its stream may be asked to read on; there is nothing more then. */
  @Override
  public void close() {
    ended = true;
  }
}

package dev.cairn.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The fingerprint of a draft. A digest can't be handed from one server to another, so it may be
 * behind: what arrived elsewhere is read when the draft is finished.
 */
public final class DraftPrint {

  /** Reads what has arrived. */
  @FunctionalInterface
  public interface Arrived {

    /**
     * Fills the buffer with the bytes at a position.
     *
     * @throws IOException when they can't be read, or are not there
     */
    void read(ByteBuffer bytes, long position) throws IOException;
  }

  private final Draft.At at;
  private final DraftPrints prints;
  private final Arrived arrived;
  private Fingerprint print;
  private Fingerprint.Mark settled;
  private int written;
  private long size;

  /**
   * @throws IOException when what has arrived can't be read
   */
  public DraftPrint(Draft.At at, DraftPrints prints, Arrived arrived) throws IOException {
    this.at = at;
    this.prints = prints;
    this.arrived = arrived;
    this.settled = prints.take(at);
    this.written = at.written();
    this.size = at.offset();
    ByteBuffer rest = ByteBuffer.allocate(settled.rest());
    if (rest.hasRemaining()) {
      arrived.read(rest, settled.size() - settled.rest());
    }
    this.print = new Fingerprint(settled, rest.flip());
  }

  /** Takes bytes that were written behind the others, and leaves the buffer as it is. */
  public void update(ByteBuffer bytes) {
    if (print.size() == size) { // else it is behind
      print.update(bytes.duplicate());
    }
    size += bytes.remaining();
  }

  /** Bytes of the draft. */
  public long size() {
    return size;
  }

  /** All bytes so far are settled. */
  public void settle() {
    settled = print.mark();
    written = size > at.offset() ? at.epoch() : at.written();
  }

  /**
   * The fingerprint of all bytes, which are settled.
   *
   * @throws IOException when what has arrived can't be read
   */
  public Fingerprint whole() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    while (print.size() < size) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), size - print.size()));
      arrived.read(buffer, print.size());
      print.update(buffer.flip());
    }
    settle();
    return print;
  }

  /** Keeps what is settled of it for who goes on with the draft here. */
  public void keep() {
    prints.keep(at.upload(), written, settled);
  }
}

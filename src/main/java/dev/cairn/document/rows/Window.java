package dev.cairn.document.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A stretch of a UTF-8 stream in memory, from the first byte that is not done with. Grows with what
 * a reader wants to see at once, up to its limit.
 */
final class Window implements Closeable {

  private static final int FIRST_BYTES = 1 << 16;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private final InputStream in;
  private final Encoding encoding;
  private final int most;
  private byte[] buffer;
  private int from;
  private int to;
  private long offset;
  private boolean ended;

  /**
   * Opens a window.
   *
   * @param in in the encoding, from its place {@code offset} on
   * @param most bytes that can be seen at once
   */
  Window(InputStream in, Encoding encoding, long offset, int most) {
    this.in = encoding == Encoding.UTF_8 ? in : new Utf8Input(in, encoding);
    this.encoding = encoding;
    this.offset = offset;
    this.most = most;
    this.buffer = new byte[Math.min(FIRST_BYTES, most)];
  }

  byte[] buffer() {
    return buffer;
  }

  /** First byte in the buffer that is not done with. */
  int from() {
    return from;
  }

  /** Behind the last byte in the buffer. */
  int to() {
    return to;
  }

  /** Where {@link #from()} is in the source. */
  long offset() {
    return offset;
  }

  /** Whether nothing comes behind the buffer. */
  boolean ended() {
    return ended;
  }

  /** Whether no more can be seen at once. */
  boolean full() {
    return to - from >= most;
  }

  /**
   * Sees more, unless that is the end or the limit. The place of {@link #from()} in the buffer
   * changes.
   *
   * @return whether there is more now
   */
  boolean more() throws IOException {
    if (ended || full()) {
      return false;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(most, buffer.length * 2L));
    }
    int read = in.read(buffer, to, buffer.length - to);
    ended = read < 0;
    to += Math.max(read, 0);
    return !ended;
  }

  /** Is done with some bytes. */
  void pass(int bytes) {
    offset += length(from, from + bytes);
    from += bytes;
  }

  /** Is done with some bytes that need not be in the buffer; fewer at the end. */
  void passFar(long bytes) throws IOException {
    long left = bytes;
    while (left > 0 && (from < to || more())) {
      int step = (int) Math.min(left, to - from);
      pass(step);
      left -= step;
    }
  }

  /** How long a range of the buffer is in the source. */
  long length(int first, int end) {
    return encoding == Encoding.UTF_8
        ? end - first
        : Utf8Input.units(buffer, first, end) * encoding.unit();
  }

  /** Is done with the byte order mark, where there is one. */
  void passMark() throws IOException {
    boolean more = true;
    while (to - from < 3 && more) {
      more = more();
    }
    if (to - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF) {
      pass(3);
    }
  }

  /** The next line feed in the buffer from a place on, or -1. */
  int lineFeed(int start) {
    return lineFeed(start, to);
  }

  /** The first line feed in a range of the buffer, or -1. Eight bytes at a time. */
  int lineFeed(int start, int end) {
    int at = start;
    for (; at + 8 <= end; at += 8) {
      long eight = (long) EIGHT.get(buffer, at) ^ LINE_FEEDS;
      long found = (eight - ONES) & ~eight & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >> 3);
      }
    }
    for (; at < end; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /**
   * Is done with all up to and with the next line feed, or the end, holding no more than a buffer.
   */
  void passLine() throws IOException {
    int found = lineFeed(from);
    while (found < 0) {
      pass(to - from);
      if (!more()) {
        return;
      }
      found = lineFeed(from);
    }
    pass(found + 1 - from);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

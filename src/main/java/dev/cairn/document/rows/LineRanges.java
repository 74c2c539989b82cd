package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.job.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fast way through JSONL: only where its lines are. Nothing is parsed. A line ends with LF or
 * CR LF; lines of nothing but white space are passed.
 */
public final class LineRanges implements Closeable {

  /**
   * A line.
   *
   * @param line its number, from 1
   * @param span its bytes, without the line end
   */
  public record Line(long line, Span span) {
    public Line {
      Objects.requireNonNull(span, "span");
    }
  }

  private final Window window;
  private final Limits limits;
  private int from;
  private int to;
  private Span span = new Span(0, 0);
  private boolean tooLong;
  private long line;
  private long rows;

  private LineRanges(Window window, Limits limits, Position at) {
    this.window = window;
    this.limits = limits;
    this.line = at.line();
    this.rows = at.rows();
  }

  /** Opens the lines behind a place. */
  public static LineRanges open(Bytes bytes, RowFormat.Jsonl format, Position at, Limits limits)
      throws IOException {
    return open(new Sources(bytes, format.packing(), format.encoding(), limits), at);
  }

  static LineRanges open(Sources sources, Position at) throws IOException {
    return new LineRanges(sources.at(at.offset()), sources.limits(), at);
  }

  /** The next line, or null at the end. Its length is not limited. */
  public @Nullable Line next() throws IOException {
    return find() ? new Line(line, span) : null;
  }

  /** The place behind the last line given out. */
  public Position position() {
    return new Position(window.offset(), line, rows, false);
  }

  /** Goes to the next line that is not blank; whether there is one. */
  boolean find() throws IOException {
    tooLong = false;
    while (window.from() < window.to() || window.more()) {
      int end = endInWindow();
      if (end < 0) {
        passLong();
        return true;
      }
      line++;
      boolean found = take(end);
      window.pass(Math.min(end + 1, window.to()) - window.from());
      if (found) {
        rows++;
        return true;
      }
    }
    return false;
  }

  /** The line's end in the buffer, or -1 when there is more of it than can be seen at once. */
  private int endInWindow() throws IOException {
    int seen = 0;
    while (true) {
      int end = window.lineFeed(window.from() + seen);
      if (end >= 0) {
        return end;
      }
      seen = window.to() - window.from();
      if (!window.more()) {
        return window.ended() ? window.to() : -1;
      }
    }
  }

  /** Takes a line that is in the buffer; whether it is not blank. */
  private boolean take(int end) {
    byte[] buffer = window.buffer();
    from = window.from();
    to = end;
    while (from < to && blank(buffer[to - 1])) {
      to--;
    }
    while (from < to && blank(buffer[from])) {
      from++;
    }
    if (from < to) {
      long before = window.length(window.from(), from);
      span = new Span(window.offset() + before, window.length(from, to));
    }
    return from < to;
  }

  private static boolean blank(byte octet) {
    return octet == ' ' || octet == '\t' || octet == '\r';
  }

  private void passLong() throws IOException {
    long start = window.offset();
    window.passLine();
    span = new Span(start, window.offset() - start);
    tooLong = true;
    line++;
    rows++;
  }

  /** The bytes that {@link #from()} and {@link #to()} speak of, until the next line is sought. */
  byte[] buffer() {
    return window.buffer();
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  Span span() {
    return span;
  }

  /** Whether the line was longer than a row may be, so that it is not in the buffer. */
  boolean tooLong() {
    return tooLong;
  }

  Problem whyTooLong() {
    return Flaw.LINE_TOO_LONG.with(
        "The line is longer than %d bytes.".formatted(limits.rowBytes()));
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}

package dev.cairn.ingest;

import dev.cairn.store.Splits.Cursor;
import dev.cairn.store.Splits.Piece;
import dev.cairn.store.Splits.Span;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an upload into its lines. Only positions are kept, so that memory does not depend on the
 * length of a line. A line ends with LF or CR LF; empty lines are no documents.
 */
final class Lines {

  /** Documents of a piece: one transaction of some ten milliseconds. */
  private static final int MOST_SPANS = 10_000;

  /** And about so many bytes, since a transaction is open while they are read. */
  private static final long MOST_BYTES = 64 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final List<Span> spans = new ArrayList<>();
  private final long enough;
  private final long size;
  private long position;
  private long start;
  private long line;
  private boolean blank = true;

  private Lines(InputStream in, Cursor cursor) {
    this.in = in;
    this.enough = cursor.cursor() + MOST_BYTES;
    this.size = cursor.size();
    this.position = cursor.cursor();
    this.start = cursor.cursor();
    this.line = cursor.line();
  }

  /**
   * The next piece.
   *
   * @param in the upload's bytes from the cursor on
   * @throws EOFException when there are less than there were
   * @throws IOException when they can't be read
   */
  static Piece next(InputStream in, Cursor cursor) throws IOException {
    return new Lines(in, cursor).read();
  }

  private Piece read() throws IOException {
    int length = in.read(buffer);
    while (length >= 0) {
      if (scan(length)) {
        return new Piece(spans, start, line);
      }
      length = in.read(buffer);
    }
    if (position < size) {
      throw new EOFException("%d of %d bytes are left".formatted(position, size));
    }
    if (position > start) {
      endLine(position);
    }
    return new Piece(spans, position, line);
  }

  /** Looks through a buffer; whether the piece is full. */
  private boolean scan(int length) {
    for (int i = 0; i < length; i++) {
      byte next = buffer[i];
      if (next == '\n') {
        endLine(position + i);
        start = position + i + 1;
        if (spans.size() == MOST_SPANS || start >= enough) {
          return true;
        }
      } else if (next != ' ' && next != '\t' && next != '\r') {
        blank = false;
      }
    }
    position += length;
    return false;
  }

  private void endLine(long end) {
    line++;
    if (!blank) {
      spans.add(new Span(line, start, end - start));
    }
    blank = true;
  }
}

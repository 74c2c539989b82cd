package dev.cairn.cli;

import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * What can be shown where.
 *
 * @param out what standard output is
 * @param err what standard error is
 * @param drawing how progress may be drawn on it
 * @param width columns, asked for at each drawing
 */
record Screen(Sink out, Sink err, Drawing drawing, IntSupplier width) {

  /** Where a stream goes. */
  enum Sink {
    TERMINAL,
    /** A file, a pipe, a log. */
    PLAIN
  }

  /** The means to draw with. */
  enum Drawing {
    COLOR_BLOCKS,
    COLOR_ASCII,
    BLOCKS,
    ASCII;

    boolean hasColor() {
      return this == COLOR_BLOCKS || this == COLOR_ASCII;
    }

    private boolean hasBlocks() {
      return this == COLOR_BLOCKS || this == BLOCKS;
    }

    char full() {
      return hasBlocks() ? '█' : '#';
    }

    char empty() {
      return hasBlocks() ? '░' : '.';
    }

    /** Between the parts of a line. */
    String dot() {
      return hasBlocks() ? " · " : " - ";
    }

    /** Where a line was cut. */
    String cut() {
      return hasBlocks() ? "…" : "~";
    }
  }

  Screen {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(drawing, "drawing");
    Objects.requireNonNull(width, "width");
  }

  /** Nothing is a terminal. */
  static Screen plain() {
    return new Screen(Sink.PLAIN, Sink.PLAIN, Drawing.ASCII, () -> 80);
  }
}

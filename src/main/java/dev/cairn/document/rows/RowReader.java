package dev.cairn.document.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the rows of a source one after the other. For one thread. */
public interface RowReader extends Closeable {

  /**
   * The next row, or null at the end.
   *
   * @throws dev.cairn.job.ProblemException when nothing more can be read, for good
   * @throws IOException when the bytes can't be had
   */
  @Nullable Row next() throws IOException;

  /** The columns, in order; empty in formats where each row has its own (JSON). */
  List<String> columns();

  /** The place behind the last row given out. */
  Position position();
}

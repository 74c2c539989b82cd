package dev.cairn.document.rows;

/**
 * The place behind a row, from which another reader goes on. Three numbers and a flag, to be stored
 * as JSON.
 *
 * @param offset first byte not yet read, in the unpacked source; 0 in formats that have no such
 *     places
 * @param line lines before it
 * @param rows rows given out, good and bad
 * @param ended whether nothing comes behind it
 */
public record Position(long offset, long line, long rows, boolean ended) {

  /** Before the first row. */
  public static final Position START = new Position(0, 0, 0, false);

  public Position {
    if (offset < 0 || line < 0 || rows < 0) {
      throw new IllegalArgumentException("negative: " + offset + " " + line + " " + rows);
    }
  }
}

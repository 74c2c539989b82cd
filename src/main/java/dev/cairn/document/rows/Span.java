package dev.cairn.document.rows;

/**
 * A range of bytes in the unpacked source, in its own encoding.
 *
 * @param offset first byte
 * @param length bytes
 */
public record Span(long offset, long length) {
  public Span {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range: " + offset + "+" + length);
    }
  }
}

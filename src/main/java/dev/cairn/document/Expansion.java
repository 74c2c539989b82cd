package dev.cairn.document;

/**
 * How far packed bytes may grow when they are unpacked. Deflate reaches 1,032:1 and Zstandard far
 * more, on nothing but repetition; tables of numbers and text stay below 50:1.
 *
 * @param ratio unpacked bytes for each packed one, looked at beyond {@code free}
 * @param free so many unpacked bytes are always allowed, whatever the ratio
 * @param bytes never more unpacked bytes than that
 * @param depth packings inside each other
 */
public record Expansion(int ratio, long free, long bytes, int depth) {

  /** 200:1 beyond 64 MiB, 256 GiB in all, two packings inside each other. */
  public static final Expansion DEFAULT = new Expansion(200, 64L << 20, 256L << 30, 2);

  public Expansion {
    if (ratio < 1 || free < 0 || bytes < 1 || depth < 0) {
      throw new IllegalArgumentException("not limits: " + ratio + " " + free + " " + bytes);
    }
  }

  /** Whether so much output of so much input is too much. */
  public boolean exceededBy(long unpacked, long packed) {
    return unpacked > bytes || (unpacked > free && unpacked / ratio > packed);
  }
}

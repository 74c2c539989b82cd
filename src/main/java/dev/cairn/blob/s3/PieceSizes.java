package dev.cairn.blob.s3;

/**
 * Where pieces begin: a blob is put together of at most 10,000, each but the last of at least 5
 * MiB. The first thousand have 8 MiB, each further thousand twice as much, so that there is no end
 * in sight (8 TB) and yet little on the way of a small blob.
 */
final class PieceSizes {

  private static final int SAME = 1000;
  private static final long FIRST = 8L << 20;

  private PieceSizes() {}

  /** Bytes of a piece. */
  static long size(int piece) {
    return FIRST << (piece / SAME);
  }

  /** Bytes before a piece. */
  static long start(int piece) {
    int thousands = piece / SAME;
    return SAME * FIRST * ((1L << thousands) - 1) + piece % SAME * size(piece);
  }

  /** The piece that a byte belongs to. */
  static int of(long offset) {
    int thousands = 63 - Long.numberOfLeadingZeros(offset / (SAME * FIRST) + 1);
    int first = thousands * SAME;
    return first + (int) ((offset - start(first)) / size(first));
  }
}

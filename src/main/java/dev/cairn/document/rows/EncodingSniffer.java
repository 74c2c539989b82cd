package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the encoding of text: by its mark, by the zeros of UTF-16, by whether it is UTF-8, and
 * otherwise Windows-1252, in which every byte is something.
 */
final class EncodingSniffer {

  /** Where a long text is looked at when its beginning is ASCII alone. */
  private static final int PROBES = 8;

  private static final int PROBE_BYTES = 1 << 16;

  private EncodingSniffer() {}

  /**
   * The encoding.
   *
   * @param all where to look further; null when it is packed
   */
  static Encoding sniff(byte[] sample, @Nullable Bytes all) throws IOException {
    if (isUtf16(sample)) {
      return bigEndian(sample) ? Encoding.UTF_16BE : Encoding.UTF_16LE;
    }
    Found found = Found.NONE.and(sample, 0);
    if (found.equals(Found.NONE) && all != null && all.size() > sample.length) {
      found = probed(all, sample.length);
    }
    return found.utf8() ? Encoding.UTF_8 : Encoding.WINDOWS_1252;
  }

  private static Found probed(Bytes all, int from) throws IOException {
    Found found = Found.NONE;
    long step = Math.max(1, (all.size() - from) / PROBES);
    for (int probe = 1; probe <= PROBES; probe++) {
      long at = Math.max(from, from + step * probe - PROBE_BYTES);
      try (InputStream in = all.open(Math.min(at, all.size()))) {
        found = found.and(in.readNBytes(PROBE_BYTES), 3);
      }
    }
    return found;
  }

  /**
   * Characters beyond ASCII. A few wrong ones among many right ones are damage, and not another
   * encoding.
   */
  private record Found(int right, int wrong) {

    static final Found NONE = new Found(0, 0);

    boolean utf8() {
      return wrong * 10 <= right;
    }

    /** Counts in a piece; its first bytes may belong to a character before it. */
    Found and(byte[] piece, int before) {
      int rightNow = right;
      int wrongNow = wrong;
      int at = 0;
      while (at < before && at < piece.length && (piece[at] & 0xC0) == 0x80) {
        at++;
      }
      while (at < piece.length) {
        int length = Utf8.length(piece, at, piece.length);
        boolean cut = length == 0 && at + 4 > piece.length;
        rightNow += length > 1 ? 1 : 0;
        wrongNow += length == 0 && !cut ? 1 : 0;
        at += Math.max(length, 1);
      }
      return new Found(rightNow, wrongNow);
    }
  }

  static boolean isUtf16(byte[] sample) {
    if (sample.length < 2) {
      return false;
    }
    if (marked(sample, 0xFF, 0xFE) || marked(sample, 0xFE, 0xFF)) {
      return true;
    }
    int even = zeros(sample, 0);
    int odd = zeros(sample, 1);
    // One line end in fifty characters, in scripts whose letters have no zeros.
    return Math.max(even, odd) * 100 >= sample.length
        && Math.max(even, odd) > 10 * Math.min(even, odd);
  }

  private static boolean bigEndian(byte[] sample) {
    boolean marked = marked(sample, 0xFF, 0xFE) || marked(sample, 0xFE, 0xFF);
    return marked ? sample[0] == (byte) 0xFE : zeros(sample, 0) > zeros(sample, 1);
  }

  private static boolean marked(byte[] sample, int first, int second) {
    return (sample[0] & 0xFF) == first && (sample[1] & 0xFF) == second;
  }

  private static int zeros(byte[] sample, int from) {
    int zeros = 0;
    for (int at = from; at < sample.length; at += 2) {
      zeros += sample[at] == 0 ? 1 : 0;
    }
    return zeros;
  }
}

package dev.cairn.document.table;

import java.util.Arrays;

/**
 * Different times in order. Holds half a million for sure; of more the rhythm can't be told, which
 * is 14 years of a value in each quarter of an hour.
 */
final class Timeline {

  private static final int MOST = 1 << 20;

  private long[] times = new long[1_024];
  private int size;
  private boolean lost;
  private long rows;

  void see(long seconds) {
    rows++;
    if (size > 0 && times[size - 1] == seconds) {
      return;
    }
    if (size == times.length) {
      makeRoom();
    }
    if (!lost) {
      times[size++] = seconds;
    }
  }

  private void makeRoom() {
    if (times.length < MOST) {
      times = Arrays.copyOf(times, 2 * times.length);
      return;
    }
    settle();
    lost = size > MOST / 2;
  }

  /** Sorts and takes out what is double. */
  private void settle() {
    Arrays.sort(times, 0, size);
    int kept = 0;
    for (int at = 0; at < size; at++) {
      if (kept == 0 || times[at] != times[kept - 1]) {
        times[kept++] = times[at];
      }
    }
    size = kept;
  }

  /** Whether there were too many to tell. */
  boolean lost() {
    return lost;
  }

  long rows() {
    return rows;
  }

  /** The times, different and in order. */
  long[] times() {
    settle();
    return Arrays.copyOf(times, size);
  }
}

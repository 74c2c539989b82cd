package dev.cairn.document.table;

import org.jspecify.annotations.Nullable;

/** How many numbers there were, and the smallest and largest. */
final class Extent {

  private long count;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /** Sees a number, or that there was none. */
  void see(@Nullable Double number) {
    if (number != null && !number.isNaN()) {
      count++;
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
  }

  long count() {
    return count;
  }

  double least() {
    return least;
  }

  double most() {
    return most;
  }
}

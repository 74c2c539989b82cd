package dev.cairn.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, half as much again by chance so
 * that many clients of one server do not come back as one.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

  Backoff {
    Objects.requireNonNull(random, "random");
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("not 0 <= " + first + " <= " + longest);
    }
  }

  /** A server may ask for a longer or shorter first wait, by {@code retry:}. */
  Backoff startingAt(Duration wanted) {
    return new Backoff(wanted, wanted.compareTo(longest) > 0 ? wanted : longest, random);
  }

  /**
   * @param failures how many attempts in a row have failed; 0 after one that went well
   */
  Duration before(int failures) {
    long base = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, 20));
    return Duration.ofMillis(base + (base < 2 ? 0 : random.nextLong(base / 2)));
  }
}

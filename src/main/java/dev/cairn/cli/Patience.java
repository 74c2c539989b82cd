package dev.cairn.cli;

import java.time.Duration;
import java.util.Objects;

/**
 * How a watcher bears a server that does not answer.
 *
 * @param limit how long it may be out of contact
 */
record Patience(Duration limit, Backoff backoff) {
  Patience {
    Objects.requireNonNull(backoff, "backoff");
    if (limit.isNegative()) {
      throw new IllegalArgumentException("negative: " + limit);
    }
  }
}

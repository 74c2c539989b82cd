package dev.cairn.engine;

import java.time.Duration;

/**
 * Since when this node has been in touch with the database without a break. Times come from the
 * caller, in nanoseconds.
 */
final class Contact {

  private volatile long last;
  private volatile boolean ever;
  private long first;

  /**
   * The database has answered.
   *
   * @param usual the longest usual time between two answers; much more than that is a break
   */
  void made(long now, Duration usual) {
    if (!ever || now - last > 2 * usual.toNanos()) {
      first = now;
    }
    last = now;
    ever = true;
  }

  void lost() {
    ever = false;
  }

  /** For how long, until the last answer. */
  Duration since(long now) {
    return ever ? Duration.ofNanos(now - first) : Duration.ZERO;
  }

  /** Whether the last answer came within a time. */
  boolean recent(long now, Duration within) {
    return ever && now - last < within.toNanos();
  }
}

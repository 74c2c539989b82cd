package dev.cairn.engine;

/**
 * Documents a second that a job makes on this node, smoothed. Times come from the caller, in
 * nanoseconds. Used on the engine's loop alone.
 */
final class Speed {

  /** A window must be long enough to hold more than one group commit. */
  private static final long WINDOW = 100_000_000L;

  /**
   * The first one is short: until it is over ranges are small, and each of them is a transaction. A
   * job of a million small documents must not stay in that state.
   */
  private static final long FIRST_WINDOW = 20_000_000L;

  private long begun;
  private long finished;
  private double perSecond;

  /**
   * @param known documents a second as they were measured before; 0 when nothing is known
   */
  Speed(long now, double known) {
    this.begun = now;
    this.perSecond = known;
  }

  /** One more document is finished. */
  void finished(long now) {
    finished++;
    long elapsed = now - begun;
    if (elapsed >= (perSecond == 0 ? FIRST_WINDOW : WINDOW)) {
      double measured = finished * 1e9 / elapsed;
      perSecond = perSecond == 0 ? measured : (perSecond + measured) / 2;
      begun = now;
      finished = 0;
    }
  }

  /** Documents a second; 0 before the first window is over. */
  double perSecond() {
    return perSecond;
  }

  /** The same when no more is to come: what was finished within the first window counts too. */
  double inTheEnd(long now) {
    return perSecond == 0 && finished > 0 ? finished * 1e9 / Math.max(1, now - begun) : perSecond;
  }
}

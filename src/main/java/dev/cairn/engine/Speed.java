package dev.cairn.engine;

/**
 * Documents a second that a job makes on this node, smoothed. Times come from the caller, in
 * nanoseconds. Used on the engine's loop alone.
 */
final class Speed {

  /** A window must be long enough to hold more than one group commit. */
  private static final long WINDOW = 100_000_000L;

  private long begun;
  private long finished;
  private double perSecond;

  Speed(long now) {
    this.begun = now;
  }

  /** One more document is finished. */
  void finished(long now) {
    finished++;
    long elapsed = now - begun;
    if (elapsed >= WINDOW) {
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
}

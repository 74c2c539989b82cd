package dev.cairn.bench;

/** Counts durations in steps of 0.1 ms, up to 60 s. Used by one thread; read when it has ended. */
final class Latencies {

  private static final long STEP_NANOS = 100_000;
  private static final int STEPS = 600_000;

  private final int[] counts = new int[STEPS];
  private long total;

  void add(long nanos) {
    int step = Math.clamp(nanos / STEP_NANOS, 0, STEPS - 1);
    counts[step]++;
    total++;
  }

  long total() {
    return total;
  }

  /** Milliseconds that this share of all durations does not exceed. */
  double millis(double share) {
    long wanted = (long) Math.ceil(share * total);
    long passed = 0;
    for (int step = 0; step < STEPS; step++) {
      passed += counts[step];
      if (passed >= wanted) {
        return (step + 1) * STEP_NANOS / 1e6;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return "p50 %.0f, p95 %.0f, p99 %.0f, max %.0f ms"
        .formatted(millis(0.5), millis(0.95), millis(0.99), millis(1));
  }
}

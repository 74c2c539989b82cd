package dev.cairn.ingest;

import dev.cairn.store.Splits;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs whose splitting rests, because it is ahead of their processing. An upload of short lines is
 * split at some 300,000 documents a second, and stage commits, which share the database, fell to a
 * fifth meanwhile. It never stops for long all the same: when it ends, the total is known.
 */
final class Ahead {

  /** About a second of the fastest processing. */
  private static final long ENOUGH = 50_000;

  /**
   * The more is at hand, the longer the rests; from ten times enough on, nine tenths of the time.
   */
  private static final long LONGEST = 9;

  private final Map<Long, Long> until = new ConcurrentHashMap<>();

  /** A piece was split, and that took so long. */
  void split(Splits.Step step, Duration took) {
    long rests = Math.min(step.ahead() / ENOUGH, LONGEST);
    if (rests > 0) {
      until.put(step.job(), System.nanoTime() + took.toNanos() * rests);
    }
  }

  /** Jobs that rest at the moment. */
  Collection<Long> resting() {
    long now = System.nanoTime();
    until.values().removeIf(end -> end - now <= 0);
    return List.copyOf(until.keySet());
  }

  /** When the first rest ends. */
  Optional<Duration> shortest() {
    long now = System.nanoTime();
    return until.values().stream()
        .map(end -> Duration.ofNanos(Math.max(end - now, 1)))
        .min(Comparator.naturalOrder());
  }
}

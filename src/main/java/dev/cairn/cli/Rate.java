package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How fast a number has grown over the last half minute. */
final class Rate {

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration LEAST = Duration.ofMillis(500);
  private static final int MOST_SAMPLES = 150;

  /** As many samples as are kept fill the window, however often the number is told. */
  private static final Duration BETWEEN = WINDOW.dividedBy(MOST_SAMPLES);

  private record Sample(Instant at, long value) {}

  private final Clock clock;
  private final Deque<Sample> samples = new ArrayDeque<>();

  Rate(Clock clock) {
    this.clock = clock;
  }

  /** The number is this now. */
  void take(long value) {
    Instant now = clock.instant();
    if (samples.size() > 1 && since(samples.getLast(), now).compareTo(BETWEEN) < 0) {
      return;
    }
    samples.addLast(new Sample(now, value));
    while (since(samples.getFirst(), now).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
  }

  private static Duration since(Sample sample, Instant now) {
    return Duration.between(sample.at(), now);
  }

  /** Empty as long as nothing can be said, or while it stands still. */
  OptionalDouble perSecond() {
    if (samples.size() < 2) {
      return OptionalDouble.empty();
    }
    Duration span = since(samples.getFirst(), samples.getLast().at());
    long grown = samples.getLast().value() - samples.getFirst().value();
    return span.compareTo(LEAST) < 0 || grown <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(grown * 1000.0 / span.toMillis());
  }
}

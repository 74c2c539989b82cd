package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Documents a minute of each stage over the last half minute; the server tells only the whole. */
final class StageRates {

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int MOST_SAMPLES = 150;

  private record Sample(Instant at, long ended) {}

  private final Clock clock;
  private final Map<String, Deque<Sample>> samples = new HashMap<>();

  StageRates(Clock clock) {
    this.clock = clock;
  }

  void take(List<StageCount> stages) {
    Instant now = clock.instant();
    for (StageCount stage : stages) {
      Deque<Sample> seen = samples.computeIfAbsent(stage.name(), name -> new ArrayDeque<>());
      seen.addLast(new Sample(now, stage.ended()));
      while (seen.size() > MOST_SAMPLES
          || Duration.between(seen.getFirst().at(), now).compareTo(WINDOW) > 0) {
        seen.removeFirst();
      }
    }
  }

  OptionalDouble perMinute(String stage) {
    Deque<Sample> seen = samples.getOrDefault(stage, new ArrayDeque<>());
    if (seen.size() < 2) {
      return OptionalDouble.empty();
    }
    long millis = Duration.between(seen.getFirst().at(), seen.getLast().at()).toMillis();
    long ended = seen.getLast().ended() - seen.getFirst().ended();
    return millis < 500 || ended <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ended * 60_000.0 / millis);
  }
}

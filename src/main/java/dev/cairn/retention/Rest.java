package dev.cairn.retention;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** Rests nine times as long as each step took, so that sweeping takes a tenth of the time. */
final class Rest {

  private static final int TIMES = 9;
  private static final Duration SHORTEST = Duration.ofMillis(5);

  /** A step that took long because the database is busy: more than this helps nobody. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Rest() {}

  static <T> Uni<T> after(Supplier<Uni<T>> step) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long begun = System.nanoTime();
              return step.get()
                  .onItem()
                  .call(
                      () ->
                          Uni.createFrom()
                              .voidItem()
                              .onItem()
                              .delayIt()
                              .by(length(Duration.ofNanos(System.nanoTime() - begun))));
            });
  }

  /** How long to rest after a step of that length. */
  static Duration length(Duration took) {
    Duration wanted = took.multipliedBy(TIMES);
    return wanted.compareTo(SHORTEST) < 0
        ? SHORTEST
        : wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }
}

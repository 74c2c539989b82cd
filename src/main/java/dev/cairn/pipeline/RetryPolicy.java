package dev.cairn.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: the wait before try {@code n + 1} is between half and all of
 * {@code first * 2^(n-1)}, at most {@code longest}.
 *
 * @param tries tries in all, the first included; at least 1
 * @param first wait after the first failed try
 * @param longest upper bound of a wait
 */
public record RetryPolicy(int tries, Duration first, Duration longest) {

  /** Three tries, about 1 s and 2 s apart. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** One try. */
  public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    if (tries < 1) {
      throw new IllegalArgumentException("tries: " + tries);
    }
  }

  /** Whether a failed try number {@code attempt} (from 1) is followed by another. */
  public boolean allowsAfter(int attempt) {
    return attempt < tries;
  }

  /** How long to wait after failed try number {@code attempt} (from 1). */
  public Duration waitAfter(int attempt, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(attempt - 1, 30);
    long bounded = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(bounded / 2 + (bounded < 2 ? 0 : random.nextLong(bounded / 2 + 1)));
  }
}

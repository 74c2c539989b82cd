package dev.cairn.pipeline;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How much of something the whole cluster may do, however many nodes it has.
 *
 * @param atOnce runs at the same time; at least 1
 * @param perSecond runs begun a second; more than 0
 */
public record Limit(OptionalInt atOnce, OptionalDouble perSecond) {

  /** As much as there are lanes and workers. */
  public static final Limit NONE = new Limit(OptionalInt.empty(), OptionalDouble.empty());

  public Limit {
    Objects.requireNonNull(atOnce, "atOnce");
    Objects.requireNonNull(perSecond, "perSecond");
    if (atOnce.orElse(1) < 1 || perSecond.orElse(1) <= 0) {
      throw new IllegalArgumentException("no limit: " + atOnce + ", " + perSecond + " a second");
    }
  }

  /** So many at the same time. */
  public static Limit atOnce(int most) {
    return new Limit(OptionalInt.of(most), OptionalDouble.empty());
  }
}

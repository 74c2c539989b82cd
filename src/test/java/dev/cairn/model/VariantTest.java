package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that can't fail checks nothing: without any one of the rules some promise is broken. */
class VariantTest {

  /** Most are found within 100 thousand steps; from four first seeds none took a million. */
  private static final long STEPS = 20_000_000;

  @ParameterizedTest
  @EnumSource
  void withoutOneRuleAPromiseIsBroken(Variant variant) {
    Search.Found found = new Search(variant.protocol()).upTo(STEPS, 1);
    assertThat(found.found()).as("a broken promise").isPresent();
    System.out.printf(
        "%s: after %,d runs, %,d steps: %s%n",
        variant, found.runs(), found.steps(), found.found().orElseThrow().promise());
  }

  /**
   * The comparison of epochs in a commit stands behind the lock on the node's row, which fences
   * alone: only a rescue or the node itself frees a lease, the node does so only when it has all
   * its answers, and what it asked for twice meets its own rows. A test of the fence must take both
   * away.
   */
  @Test
  void theLockOnTheNodeFencesAlone() {
    Protocol lockOnly =
        new Protocol() {
          @Override
          boolean fencedOff(Grant.Fence fence, @Nullable LeaseRow row) {
            return false;
          }
        };
    assertThat(new Search(lockOnly).upTo(1_000_000, 1).found()).isEmpty();
  }
}

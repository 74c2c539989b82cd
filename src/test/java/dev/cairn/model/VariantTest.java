package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that can't fail checks nothing: without any one of the rules some promise is broken. */
class VariantTest {

  /** The rarest needs NNN steps. */
  private static final long STEPS = 5_000_000;

  @ParameterizedTest
  @EnumSource
  void withoutOneRuleAPromiseIsBroken(Variant variant) {
    Search.Found found = new Search(variant.protocol()).upTo(STEPS, 1);
    assertThat(found.found()).as("a broken promise").isPresent();
    System.out.printf(
        "%s: after %,d runs, %,d steps%n%s%n%n",
        variant, found.runs(), found.steps(), found.found().orElseThrow());
  }
}

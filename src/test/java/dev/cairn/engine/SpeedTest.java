package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How fast a job is thought to go, which decides how much of it is claimed at once. */
class SpeedTest {

  private static final long MILLI = 1_000_000;

  @Test
  void isKnownAfterAFewMillisecondsAndFollowsChangesSmoothly() {
    Speed speed = new Speed(0, 0);
    speed.finished(10 * MILLI);
    assertThat(speed.perSecond()).isZero();
    speed.finished(20 * MILLI);
    assertThat(speed.perSecond()).isCloseTo(100, within(0.1));
    for (int i = 1; i <= 30; i++) {
      speed.finished((20 + 4 * i) * MILLI);
    }
    assertThat(speed.perSecond()).isBetween(150.0, 200.0);
  }

  @Test
  void ofARunThatWasOverAtOnceIsKnownAllTheSame() {
    Speed speed = new Speed(0, 0);
    speed.finished(2 * MILLI);
    speed.finished(4 * MILLI);
    assertThat(speed.perSecond()).isZero();
    assertThat(speed.inTheEnd(4 * MILLI)).isCloseTo(500, within(0.1));
  }

  @Test
  void ofARunThatFinishedNothingIsNotKnown() {
    assertThat(new Speed(0, 0).inTheEnd(MILLI)).isZero();
    assertThat(new Speed(0, 7).inTheEnd(MILLI)).isEqualTo(7);
  }
}

package dev.cairn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Splits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AheadTest {

  private final Ahead ahead = new Ahead();

  @Test
  void aJobThatIsSoonThroughWithWhatItHasIsSplitOn() {
    split(1, 49_999, Duration.ofHours(1));
    assertThat(ahead.resting()).isEmpty();
    assertThat(ahead.shortest()).isEmpty();
  }

  @Test
  void aJobWithEnoughAtHandRestsAsLongAsAPieceTook() {
    split(1, 50_000, Duration.ofHours(1));
    assertThat(ahead.resting()).containsExactly(1L);
    assertThat(ahead.shortest().orElseThrow())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  void howeverFarAheadAJobGetsATenthOfTheTime() {
    split(1, Long.MAX_VALUE, Duration.ofHours(1));
    assertThat(ahead.shortest().orElseThrow())
        .isBetween(Duration.ofMinutes(539), Duration.ofHours(9));
  }

  @Test
  void aRestEndsAndHoldsNoOtherJobUp() {
    split(1, 100_000, Duration.ZERO);
    split(2, 100_000, Duration.ofHours(1));
    assertThat(ahead.resting()).containsExactly(2L);
  }

  private void split(long job, long documents, Duration took) {
    ahead.split(new Splits.Step(job, documents), took);
  }
}

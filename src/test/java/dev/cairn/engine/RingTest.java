package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.job.Event;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RingTest {

  /** Weighs 204 bytes. */
  private static final String DATA = "{}";

  private final Ring ring = new Ring();

  @Test
  void aFollowerGetsThePageThatHoldsWhatComesNext() {
    ring.begin(10);
    ring.add(events(11, 13));
    ring.add(events(14, 14));
    ring.add(events(15, 19));
    assertThat(ring.last()).isEqualTo(19);
    assertThat(numbers(10)).containsExactly(11L, 12L, 13L);
    assertThat(numbers(12)).containsExactly(13L);
    assertThat(numbers(13)).containsExactly(14L);
    assertThat(numbers(18)).containsExactly(19L);
    assertThat(ring.after(19)).isNull();
  }

  @Test
  void whatWasBeforeTheRingBeganIsNotThere() {
    ring.begin(10);
    ring.add(events(11, 13));
    assertThat(ring.after(9)).isNull();
    assertThat(ring.after(0)).isNull();
  }

  @Test
  void theOldestPagesGoWhenTheAllowanceIsUsedUp() {
    ring.begin(0);
    for (int n = 1; n <= 100; n++) {
      ring.add(events(n, n));
      ring.trim(10 * 204);
    }
    assertThat(ring.after(89)).isNull();
    assertThat(numbers(90)).containsExactly(91L);
    assertThat(numbers(99)).containsExactly(100L);
  }

  @Test
  void theLastPageIsKeptHoweverLargeItIs() {
    ring.begin(0);
    ring.add(events(1, 5_000));
    ring.trim(1);
    assertThat(numbers(0)).hasSize(5_000);
    ring.add(events(5_001, 5_001));
    ring.trim(1);
    assertThat(ring.after(0)).isNull();
    assertThat(numbers(5_000)).containsExactly(5_001L);
  }

  @Test
  void aGapIsRefused() {
    ring.begin(0);
    ring.add(events(1, 2));
    assertThatThrownBy(() -> ring.add(events(4, 5))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ring.add(events(2, 3))).isInstanceOf(IllegalStateException.class);
    List<Event> torn = List.of(events(3, 3).getFirst(), events(5, 5).getFirst());
    assertThatThrownBy(() -> ring.add(torn)).isInstanceOf(IllegalStateException.class);
  }

  private List<Long> numbers(long after) {
    Next.Page page = ring.after(after);
    return page == null ? List.of() : page.after(after).stream().map(Event::number).toList();
  }

  private static List<Event> events(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> new Event(n, Event.STAGE_CHECKPOINTED, Instant.EPOCH, DATA))
        .toList();
  }
}

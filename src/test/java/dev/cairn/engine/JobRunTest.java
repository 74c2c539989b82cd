package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.job.Content;
import dev.cairn.job.Document;
import dev.cairn.job.Lease;
import dev.cairn.store.Work;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** In which order a job's documents are begun on a node. */
class JobRunTest {

  private static final Content CONTENT = new Content("0".repeat(64), 0, 1);

  private final TrialPipeline pipeline = new TrialPipeline();
  private final JobRun run =
      new JobRun(
          1,
          pipeline,
          pipeline.parameters().check(Map.of()),
          new JobRun.Gates(null, List.of()),
          () -> 2,
          0);

  @Test
  void rangesOfALostNodeGoBeforeWhatIsAtHandAllOfThem() {
    take(range(100, 102, 1));
    run.owe(2);
    take(range(0, 1, 2));
    assertThat(run.owed()).as("another one waits").isTrue();
    take(range(10, 11, 2));
    assertThat(run.owed()).isFalse();
    assertThat(begun(4)).containsExactly(10L, 0L, 100L, 101L);
  }

  @Test
  void whenOthersHaveTakenThemNoMoreThanOneRangeIsTakenOnTop() {
    take(range(100, 101, 1));
    run.owe(3);
    take(range(200, 201, 1));
    assertThat(run.owed()).isFalse();
    assertThat(begun(2)).containsExactly(100L, 200L);
  }

  private List<Long> begun(int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> Objects.requireNonNull(run.poll()).document().seq())
        .toList();
  }

  private void take(Range range) {
    run.add(range, false);
    range.beginReading();
    Lease lease = range.lease();
    range.read(
        LongStream.range(lease.first(), lease.end())
            .mapToObj(seq -> new Document(1, seq, "a.txt", "text/plain", CONTENT))
            .map(document -> new Work.Item(document, 0, false))
            .toList(),
        1000);
  }

  private Range range(long first, long end, int epoch) {
    return new Range(
        new Lease(
            1,
            first,
            end,
            new Lease.Fence(1, first + 1, epoch),
            new Lease.Trial(1, 1),
            OptionalInt.empty()),
        run,
        ended -> {});
  }
}

package dev.cairn.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** How far one stage of a job is. */
record StageCount(String name, long done, long failed, long skipped, Duration took) {

  StageCount {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(took, "took");
  }

  static List<StageCount> listOf(Json job) {
    List<StageCount> stages = new ArrayList<>();
    for (Json stage : job.list("stages")) {
      stages.add(
          new StageCount(
              stage.text("name").orElse("?"),
              stage.whole("done").orElse(0),
              stage.whole("failed").orElse(0),
              stage.whole("skipped").orElse(0),
              Duration.ofMillis(stage.whole("tookMs").orElse(0))));
    }
    return List.copyOf(stages);
  }

  long ended() {
    return done + failed + skipped;
  }

  /**
   * How many documents each stage will see: what failed in an earlier stage does not come to it, so
   * that the bars of a finished job are full.
   */
  static List<OptionalLong> expected(List<StageCount> stages, OptionalLong total) {
    List<OptionalLong> expected = new ArrayList<>();
    long lost = 0;
    for (StageCount stage : stages) {
      expected.add(
          total.isPresent()
              ? OptionalLong.of(Math.max(total.getAsLong() - lost, stage.ended()))
              : OptionalLong.empty());
      lost += stage.failed();
    }
    return expected;
  }
}

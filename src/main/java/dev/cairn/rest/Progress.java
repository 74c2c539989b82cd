package dev.cairn.rest;

import dev.cairn.job.Job;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a job is, on the wire; the data of {@code job.progress}. */
public record Progress(
    Counts counts,
    List<Stage> stages,
    Optional<Double> progress,
    Optional<Double> ratePerMinute,
    Optional<Long> etaSeconds) {

  /** Documents by state. */
  @Schema(name = "Counts", description = "Documents by state")
  public record Counts(
      @Schema(description = "Absent while a large upload is still being split")
          Optional<Long> total,
      long pending,
      long running,
      long done,
      long failed,
      long skipped) {
    static Counts of(Job.Counts counts) {
      return new Counts(
          counts.total(),
          counts.pending(),
          counts.running(),
          counts.done(),
          counts.failed(),
          counts.skipped());
    }
  }

  /** Counts of one stage. */
  @Schema(name = "StageTally")
  public record Stage(
      String name,
      long done,
      long failed,
      long skipped,
      @Schema(description = "Time spent in it, added up over documents") long tookMs) {
    static Stage of(Job.StageTally tally) {
      return new Stage(
          tally.name(), tally.done(), tally.failed(), tally.skipped(), tally.tookMicros() / 1000);
    }
  }

  static Progress of(Job job) {
    return new Progress(
        Counts.of(job.counts()),
        job.stages().stream().map(Stage::of).toList(),
        share(job),
        job.pace().perMinute().map(Progress::rounded),
        eta(job));
  }

  private static Optional<Double> share(Job job) {
    long finished = job.counts().finished();
    return job.counts().total().map(total -> total == 0 ? 1 : rounded((double) finished / total));
  }

  private static Optional<Long> eta(Job job) {
    if (job.state().finished() || job.counts().total().isEmpty()) {
      return Optional.empty();
    }
    long left = job.counts().total().get() - job.counts().finished();
    return job.pace().perMinute().map(perMinute -> Math.round(left * 60 / perMinute));
  }

  /** Three decimals are enough to look at. */
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}

package dev.cairn.engine;

import dev.cairn.blob.CorruptBlobException;
import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.Stage;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What becomes of whatever a stage throws. */
final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);

  /** Only seen when the job goes on after all; then another try finishes it. */
  static final Outcome<?> BROKEN_OFF =
      new Outcome.Failed<>(
          Problem.of("stage-cancelled", "The stage was interrupted", 503, "It was interrupted."),
          true);

  private Failures() {}

  static Outcome<?> outcome(Stage<?> stage, Throwable failure) {
    return switch (failure) {
      case ProblemException known -> new Outcome.Failed<>(known.problem(), known.retryable());
      case io.smallrye.mutiny.TimeoutException late -> timeout(stage);
      case TimeoutException late -> timeout(stage);
      case OutOfMemoryError full ->
          Outcome.failed(
              Problem.of(
                  "out-of-memory",
                  "The stage ran out of memory",
                  500,
                  "Stage " + stage.name() + " needed more memory than there is."));
      case StackOverflowError deep ->
          Outcome.failed(
              Problem.of(
                  "too-deep",
                  "The document is nested too deeply",
                  422,
                  "Stage " + stage.name() + " ran out of stack."));
      case CancellationException obeyed -> BROKEN_OFF;
      default -> unexpected(stage, failure);
    };
  }

  /** What a stage hands on that is no value that Jackson writes, or that the disk refuses. */
  static Outcome<?> unencodable(Throwable failure) {
    LOG.warnf(failure, "A result can't be written down");
    return new Outcome.Failed<>(
        Problem.of(
            "stage-failed",
            "The stage failed unexpectedly",
            500,
            "What it hands on can't be written down: " + failure.getClass().getSimpleName()),
        true);
  }

  private static Outcome<?> timeout(Stage<?> stage) {
    return Outcome.failed(
        Problem.of(
            "stage-timeout",
            "The stage took too long",
            504,
            "Stage " + stage.name() + " was stopped after " + words(stage.timeLimit()) + "."));
  }

  private static Outcome<?> unexpected(Stage<?> stage, Throwable failure) {
    if (ofDamage(failure)) {
      LOG.errorf("The blob store is damaged: %s", failure);
      return Outcome.failed(
          Problem.of(
              "bytes-damaged",
              "The document's bytes are damaged",
              500,
              "What the disk holds is not what was written. When it is mended, retry the document."));
    }
    LOG.warnf(failure, "Stage %s failed unexpectedly", stage.name());
    String detail = "Stage " + stage.name() + ": " + failure.getClass().getSimpleName();
    return new Outcome.Failed<>(
        Problem.of("stage-failed", "The stage failed unexpectedly", 500, detail), true);
  }

  private static boolean ofDamage(@Nullable Throwable failure) {
    return failure instanceof CorruptBlobException
        || (failure != null && ofDamage(failure.getCause()));
  }

  private static String words(Duration limit) {
    return limit.toSeconds() < 1 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
  }
}

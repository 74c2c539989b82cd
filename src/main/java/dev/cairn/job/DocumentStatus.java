package dev.cairn.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where one document stands.
 *
 * @param stage the stage it is in, or ended at; empty before the first checkpoint
 * @param attempts failed tries so far
 * @param problem the reason of the last failed try, when it is failed or waits for another
 */
public record DocumentStatus(
    Document document,
    DocumentState state,
    Optional<String> stage,
    int attempts,
    Optional<Problem> problem) {

  /**
   * The durable fact that one stage of one document is finished.
   *
   * @param outcome {@code done} or {@code skipped}
   * @param epoch of the lease it was written under
   * @param tookMicros time of the try, in microseconds
   * @param records how many records it emitted
   */
  public record Checkpoint(
      String stage, String outcome, int epoch, long tookMicros, int records, Instant at) {}

  /**
   * One try that failed.
   *
   * @param attempt from 1
   * @param nextAt when it is tried again, where it is
   */
  public record Failure(
      int attempt,
      String stage,
      Problem problem,
      boolean retryable,
      Instant at,
      Optional<Instant> nextAt) {}

  /** A document with all that happened to it. */
  public record Detail(
      DocumentStatus status, List<Checkpoint> checkpoints, List<Failure> failures) {
    public Detail {
      checkpoints = List.copyOf(checkpoints);
      failures = List.copyOf(failures);
    }
  }
}

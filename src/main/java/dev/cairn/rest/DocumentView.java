package dev.cairn.rest;

import dev.cairn.job.DocumentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A document on the wire. */
@Schema(name = "Document")
public record DocumentView(
    @Schema(description = "Position in the job, from 0") long seq,
    String name,
    String mediaType,
    @Schema(description = "Bytes") long size,
    @Schema(enumeration = {"pending", "running", "done", "failed", "skipped"}) String state,
    @Schema(description = "The stage it is in, or ended at") Optional<String> stage,
    @Schema(description = "Failed tries so far") int attempts,
    @Schema(description = "Why it failed, or why it is tried again") Optional<ProblemView> problem,
    @Schema(description = "Only for a single document") Optional<List<Checkpoint>> checkpoints,
    @Schema(description = "Only for a single document") Optional<List<Failure>> failures) {

  /** One finished stage. */
  public record Checkpoint(
      String stage,
      @Schema(enumeration = {"done", "skipped"}) String outcome,
      @Schema(description = "Epoch of the lease it was written under") int epoch,
      long tookMs,
      @Schema(description = "How many records it emitted") int records,
      Instant at) {
    static Checkpoint of(DocumentStatus.Checkpoint checkpoint) {
      return new Checkpoint(
          checkpoint.stage(),
          checkpoint.outcome(),
          checkpoint.epoch(),
          checkpoint.tookMicros() / 1000,
          checkpoint.records(),
          checkpoint.at());
    }
  }

  /** One failed try. */
  public record Failure(
      int attempt,
      String stage,
      ProblemView problem,
      @Schema(description = "Whether another try could help") boolean retryable,
      Instant at,
      @Schema(description = "When it is tried again") Optional<Instant> nextAt) {
    static Failure of(DocumentStatus.Failure failure) {
      return new Failure(
          failure.attempt(),
          failure.stage(),
          ProblemView.of(failure.problem()),
          failure.retryable(),
          failure.at(),
          failure.nextAt());
    }
  }

  /** Many documents. */
  @Schema(name = "Documents")
  public record Page(List<DocumentView> documents) {}

  static DocumentView brief(DocumentStatus status) {
    return of(status, Optional.empty(), Optional.empty());
  }

  static DocumentView full(DocumentStatus.Detail detail) {
    return of(
        detail.status(),
        Optional.of(detail.checkpoints().stream().map(Checkpoint::of).toList()),
        Optional.of(detail.failures().stream().map(Failure::of).toList()));
  }

  private static DocumentView of(
      DocumentStatus status,
      Optional<List<Checkpoint>> checkpoints,
      Optional<List<Failure>> failures) {
    return new DocumentView(
        status.document().seq(),
        status.document().name(),
        status.document().mediaType(),
        status.document().content().length(),
        status.state().wire(),
        status.stage(),
        status.attempts(),
        status.problem().map(ProblemView::of),
        checkpoints,
        failures);
  }
}

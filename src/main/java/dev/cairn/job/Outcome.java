package dev.cairn.job;

import java.util.List;
import java.util.Objects;

/**
 * What one try of one stage on one document came to. A closed set: handle all three.
 *
 * @param <O> what the stage hands on
 */
public sealed interface Outcome<O> {

  /**
   * The stage is finished; everything here commits together.
   *
   * @param handedOn the checkpoint's value, for later stages
   * @param records output items, in order
   * @param artifacts named output files
   */
  record Done<O>(O handedOn, List<Item> records, List<Artifact> artifacts) implements Outcome<O> {
    public Done {
      Objects.requireNonNull(handedOn, "handedOn");
      records = List.copyOf(records);
      artifacts = List.copyOf(artifacts);
    }
  }

  /**
   * The document is none for this pipeline; it ends here and counts as skipped.
   *
   * @param reason for a person
   */
  record Skipped<O>(String reason) implements Outcome<O> {
    public Skipped {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The try failed.
   *
   * @param retryable whether another try could help
   */
  record Failed<O>(Problem problem, boolean retryable) implements Outcome<O> {
    public Failed {
      Objects.requireNonNull(problem, "problem");
    }
  }

  static <O> Outcome<O> done(O handedOn) {
    return new Done<>(handedOn, List.of(), List.of());
  }

  static <O> Outcome<O> done(O handedOn, List<Item> records) {
    return new Done<>(handedOn, records, List.of());
  }

  static <O> Outcome<O> done(O handedOn, List<Item> records, List<Artifact> artifacts) {
    return new Done<>(handedOn, records, artifacts);
  }

  static <O> Outcome<O> skipped(String reason) {
    return new Skipped<>(reason);
  }

  static <O> Outcome<O> failed(Problem problem) {
    return new Failed<>(problem, false);
  }
}

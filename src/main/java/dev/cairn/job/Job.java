package dev.cairn.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of one pipeline version over a set of documents, as it stands now.
 *
 * @param key internal key; never shown outside
 * @param id what the outside knows it by, a UUIDv7
 * @param request what was asked for
 * @param state where it stands
 * @param processing how it came to be processed now
 * @param counts documents by state
 * @param stages counts of each stage, in order
 * @param pace speed and times
 * @param problem why it failed, when it did
 */
public record Job(
    long key,
    UUID id,
    JobRequest request,
    JobState state,
    Processing processing,
    Counts counts,
    List<StageTally> stages,
    Pace pace,
    Optional<Problem> problem) {

  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(processing, "processing");
    Objects.requireNonNull(counts, "counts");
    stages = List.copyOf(stages);
    Objects.requireNonNull(pace, "pace");
    Objects.requireNonNull(problem, "problem");
  }

  /** Why a job is being processed. */
  public enum Processing {
    FIRST_RUN("first-run"),
    RESUMED("resumed"),
    RETRIED("retried");

    private final String wire;

    Processing(String wire) {
      this.wire = wire;
    }

    /** The name on the wire and in the database. */
    public String wire() {
      return wire;
    }

    /** The value of that wire name. */
    public static Processing ofWire(String wire) {
      for (Processing value : values()) {
        if (value.wire.equals(wire)) {
          return value;
        }
      }
      throw new IllegalArgumentException("no way of processing: " + wire);
    }
  }

  /**
   * Documents by state.
   *
   * @param total all documents, empty while an upload is still being split
   */
  public record Counts(
      Optional<Long> total, long pending, long running, long done, long failed, long skipped) {

    /** Documents that are finished, well or badly. */
    public long finished() {
      return done + failed + skipped;
    }
  }

  /**
   * Counts of one stage.
   *
   * @param tookMicros time spent in it, added up over documents, in microseconds
   */
  public record StageTally(String name, long done, long failed, long skipped, long tookMicros) {}

  /**
   * When things happened, and how fast they go.
   *
   * @param perMinute documents finished a minute in the present span of work
   */
  public record Pace(
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<Double> perMinute) {}
}

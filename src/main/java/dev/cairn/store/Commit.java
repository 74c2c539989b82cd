package dev.cairn.store;

import dev.cairn.job.Artifact;
import dev.cairn.job.Document;
import dev.cairn.job.Item;
import dev.cairn.job.Lease;
import dev.cairn.job.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one try of one stage on one document wants written: result, checkpoint, counters and event,
 * together or not at all.
 *
 * @param fence proof that the writer still holds the document's lease
 * @param step which stage of which document
 * @param tookMicros time of the try, in microseconds
 * @param fact what it came to
 */
public record Commit(Lease.Fence fence, Step step, long tookMicros, Fact fact) {

  /**
   * One stage of one document.
   *
   * @param stage position of the stage in the pipeline, from 0
   * @param stageName its name
   * @param last whether it is the pipeline's last
   */
  public record Step(long job, long seq, int stage, String stageName, boolean last) {
    /** Whether a document is through when it is finished. */
    boolean completes() {
      return last && seq != Document.JOB_ITSELF;
    }
  }

  /** What a try came to. */
  public sealed interface Fact {

    /**
     * The stage is finished.
     *
     * @param before what its saves have written already; it is forgotten, the records stay
     */
    record Checkpointed(
        HandedOn handedOn, List<Item> items, List<Artifact> artifacts, Position before)
        implements Fact {}

    /**
     * The stage is at work and can go on from here after a crash.
     *
     * @param before what its earlier saves have written
     * @param cursor where it stands, as JSON
     * @param share of its work that is done, 0 to 1
     * @param items emitted since the save before
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
    record Saved(Position before, byte[] cursor, double share, List<Item> items) implements Fact {}

    /** The document ends here, as none for this pipeline. */
    record Skipped(String reason) implements Fact {}

    /**
     * The try failed.
     *
     * @param attempt its number, from 1
     * @param delay time until the next try; empty when the document has failed for good
     */
    record Failed(Problem problem, boolean retryable, int attempt, Optional<Duration> delay)
        implements Fact {}
  }

  /**
   * What a long stage has written before it is finished.
   *
   * @param saves how often its cursor was saved
   * @param records how many records it has emitted with them
   */
  public record Position(int saves, int records) {
    /** A stage that saved nothing. */
    public static final Position START = new Position(0, 0);
  }

  /** A checkpoint's value: the bytes, or the blob that holds them when they are many. */
  public sealed interface HandedOn {
    /** Kept in the checkpoint's row. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
    record Inline(byte[] json) implements HandedOn {}

    /**
     * Kept in the blob store.
     *
     * @param blob SHA-256 in hexadecimal
     */
    record InBlob(String blob) implements HandedOn {}
  }

  /** A rough size in bytes, to bound a group. */
  public long weight() {
    return 200
        + switch (fact) {
          case Fact.Checkpointed done -> {
            long sum = done.handedOn() instanceof HandedOn.Inline inline ? inline.json().length : 0;
            sum += weight(done.items());
            for (Artifact artifact : done.artifacts()) {
              sum += artifact.content().length;
            }
            yield sum;
          }
          case Fact.Saved saved -> saved.cursor().length + weight(saved.items());
          case Fact.Skipped skipped -> skipped.reason().length();
          case Fact.Failed failed -> failed.problem().detail().length();
        };
  }

  private static long weight(List<Item> items) {
    long sum = 0;
    for (Item item : items) {
      sum += item.json().length();
    }
    return sum;
  }
}

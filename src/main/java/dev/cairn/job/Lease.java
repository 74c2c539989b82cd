package dev.cairn.job;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A range of documents of one job, granted to one node for a while.
 *
 * @param job key of the job
 * @param first first document of the range
 * @param end one past the last document of the range
 * @param fence what every write under this lease must carry
 * @param trial which try this is
 * @param redo the stage from which on all that the range holds is to be removed before it is worked
 *     on, because someone wants those stages done again
 */
public record Lease(long job, long first, long end, Fence fence, Trial trial, OptionalInt redo) {
  public Lease {
    Objects.requireNonNull(fence, "fence");
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(redo, "redo");
    if (end <= first) {
      throw new IllegalArgumentException("an empty range: " + first + ".." + end);
    }
  }

  /**
   * The proof that a write comes from the present holder: it is refused unless the node still
   * counts as alive and the lease still has this epoch.
   *
   * @param node key of the holder, never used again after it was thought dead
   * @param lease key of the lease
   * @param epoch raised each time the lease changes hands; 1 is a range never granted before
   */
  public record Fence(long node, long lease, int epoch) {}

  /**
   * Which try of its documents a lease is.
   *
   * @param attempt from 1; above 1 the range is one document that failed before
   * @param ofRound from 1, since someone last asked for failed documents to be tried again
   */
  public record Trial(int attempt, int ofRound) {
    /** The first try of all. */
    public static final Trial FIRST = new Trial(1, 1);
  }

  /** Key of the lease. */
  public long id() {
    return fence.lease();
  }

  /** Documents in the range. */
  public long size() {
    return end - first;
  }

  /** Whether it is the job itself that is granted, for the stages that run once for it. */
  public boolean ofJobItself() {
    return first == Document.JOB_ITSELF;
  }

  /** Whether the range may hold checkpoints of an earlier holder or try. */
  public boolean mayHoldCheckpoints() {
    return fence.epoch() > 1 || trial.attempt() > 1 || redo.isPresent();
  }
}

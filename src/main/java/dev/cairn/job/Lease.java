package dev.cairn.job;

/**
 * A range of documents of one job, granted to one node for a while.
 *
 * @param id key of the lease
 * @param job key of the job
 * @param first first document of the range
 * @param end one past the last document of the range
 * @param fence what every write under this lease must carry
 * @param attempt number of the try, from 1; above 1 the range is one document that failed before
 */
public record Lease(long id, long job, long first, long end, Fence fence, int attempt) {
  public Lease {
    if (end <= first) {
      throw new IllegalArgumentException("an empty range: " + first + ".." + end);
    }
  }

  /**
   * The proof that a write comes from the present holder: it is refused unless the lease still has
   * this epoch.
   *
   * @param lease key of the lease
   * @param epoch raised each time the lease changes hands; 1 is a range never granted before
   */
  public record Fence(long lease, int epoch) {}

  /** Documents in the range. */
  public long size() {
    return end - first;
  }

  /** Whether the range may hold checkpoints of an earlier holder or try. */
  public boolean mayHoldCheckpoints() {
    return fence.epoch() > 1 || attempt > 1;
  }
}

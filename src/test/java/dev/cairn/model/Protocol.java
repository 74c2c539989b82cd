package dev.cairn.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules, one method each; the transactions and the nodes ask them where it matters. {@link
 * Variant} shows for each what goes wrong without it.
 */
class Protocol {

  /** A node not seen for so long is dead. Three heartbeats of 2 s may be lost. */
  static final long SILENCE = 6_000;

  /** So long a node whose connection is gone may take to come back. */
  static final long GRACE = 1_000;

  static final long HEARTBEAT = 2_000;

  /** <b>The fence.</b> Who writes must hold the lease now, under the epoch it was granted. */
  boolean fencedOff(Grant.Fence fence, @Nullable LeaseRow row) {
    return row == null || row.epoch != fence.epoch() || row.node != fence.node();
  }

  /**
   * A commit keeps its node's row from being deleted until it is through. The fence is read from
   * the statement's snapshot; without the lock a rescue could pass between reading and writing.
   */
  boolean commitHoldsItsNode() {
    return true;
  }

  /** A claim does so too: else a dead node's late claim makes a lease that nobody rescues. */
  boolean claimHoldsItsNode() {
    return true;
  }

  /** A freed lease has a higher epoch: its old holder can't end it, the new one reads it first. */
  int epochWhenFreed(int epoch) {
    return epoch + 1;
  }

  /** The tail of a range that may hold checkpoints may hold them too. */
  int epochOfTail(int epoch) {
    return epoch;
  }

  /** Whether a holder must read what is done before it begins. */
  boolean mayHoldCheckpoints(Grant grant) {
    return grant.fence().epoch() > 1 || grant.turn().attempt() > 1;
  }

  /**
   * Whether a document that is not complete is to be done under a lease of that attempt. Once it
   * has failed under it, it belongs to its failure, and then to the lease that tries again; the
   * range that it came from may live on and change hands, but has nothing to do with it any more.
   */
  boolean belongsTo(int attempt, JobRow job, int seq) {
    return job.failedTries[seq] < attempt;
  }

  /** What a rescue frees of a dead node. Looked up after the wait for its last commits. */
  List<LeaseRow> leasesToFree(int node, List<LeaseRow> seenBefore, List<JobRow> jobs) {
    return leasesOf(node, jobs);
  }

  /** All leases that a node holds. */
  static List<LeaseRow> leasesOf(int node, List<JobRow> jobs) {
    List<LeaseRow> held = new ArrayList<>();
    for (JobRow job : jobs) {
      for (LeaseRow lease : job.leases) {
        if (lease.node == node) {
          held.add(lease);
        }
      }
    }
    return held;
  }

  /** Who leaves in good order frees what it still holds: a claim may be on its way. */
  boolean leavingFrees() {
    return true;
  }

  /** A rescue settles the jobs in its own transaction: who crashes after it leaves none pausing. */
  boolean rescueSettles() {
    return true;
  }

  /** A claim takes the failed document it was granted off the list in the same transaction. */
  boolean claimMarksRetried() {
    return true;
  }

  /** A command settles: a stopped job whose work is all done completes when told to retry. */
  boolean retrySettles() {
    return true;
  }

  /** A range is given back from the first document that may be unfinished. */
  int giveBackFrom(Range range) {
    return range.firstUnfinished();
  }

  /** A tail begins behind all documents begun. */
  int splitAt(Range range, int somewhere) {
    return somewhere;
  }

  /** A range does not end before its split is committed: what ends would take the tail with it. */
  boolean endWaitsForSplit() {
    return true;
  }

  /** A split that is asked for again, because its answer was lost, does nothing the second time. */
  boolean maySplit(Span span, Span tail) {
    return span.first() < tail.first() && tail.end() == span.end();
  }

  /** Event numbers are given under the lock of the job's counter, which is held until commit. */
  boolean numbersUnderLock() {
    return true;
  }

  /**
   * Whether a commit finds its own result there, so that it writes nothing. Checkpoints and
   * failures have their primary keys; a cursor is overwritten, so it must ask whether it is the
   * next: what was sent twice may be run after a later save.
   */
  boolean meetsItself(JobRow job, Result result) {
    return job.contains(result);
  }

  /**
   * A row that is there already was written by the same commit when its answer got lost, for under
   * one lease and epoch a stage is committed once. A failure is known by its try: by the time it is
   * asked for again, the next try may have succeeded.
   */
  boolean writtenBefore(JobRow job, Result result) {
    Step step = result.step();
    JobRow.Checkpoint there = job.checkpoints[step.seq()][step.stage()];
    return switch (result.outcome()) {
      case DONE, SKIPPED -> there != null && there.fence().equals(result.grant().fence());
      case SAVED, FAILED_FOR_NOW, FAILED_FOR_GOOD -> job.contains(result);
    };
  }

  /**
   * The heartbeat tells a node what it holds; what it does not know of it gives back. Else a claim
   * whose answer was lost keeps its range for as long as the node lives.
   */
  boolean lostClaimsAreFound() {
    return true;
  }

  /** A transaction whose client is silent is rolled back: a frozen client can't keep its locks. */
  long idleInTransaction() {
    return 5_000;
  }

  /** Nothing is left to do about the documents. */
  boolean documentsFinished(JobRow job) {
    int self = job.plan.self();
    if (!job.split || job.granted < job.documents) {
      return false;
    }
    for (LeaseRow lease : job.leases) {
      if (lease.span.first() != self) {
        return false;
      }
    }
    for (FailureRow failure : job.failures) {
      if (failure.step().seq() != self && claimable(job, failure)) {
        return false;
      }
    }
    return true;
  }

  /** The job's own stages are granted when all its documents are finished, and not before. */
  boolean ownStagesMayBegin(JobRow job) {
    return documentsFinished(job);
  }

  /** Nothing is left to do at all. */
  boolean finished(JobRow job) {
    if (!documentsFinished(job) || !job.leases.isEmpty()) {
      return false;
    }
    for (FailureRow failure : job.failures) {
      if (claimable(job, failure)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a failed document will be, or may be, tried again. */
  boolean claimable(JobRow job, FailureRow failure) {
    return failure.waiting() || failure.turn().round() < job.round;
  }
}

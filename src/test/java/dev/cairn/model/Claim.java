package dev.cairn.model;

import dev.cairn.job.JobState;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Grants one range to a node: one that is free, a failed document whose time has come, or the next
 * documents of a job. Any order among these is right, so chance decides. Like a commit it holds its
 * node's row; a node that was declared dead gets nothing.
 */
final class Claim extends Statement {

  private static final int LONGEST = 10;

  private final Tables tables;
  private final int node;
  private final SplittableRandom random;
  private @Nullable Grant grant;
  private @Nullable NodeRow held;

  Claim(Tables tables, int node, SplittableRandom random) {
    this.tables = tables;
    this.node = node;
    this.random = random;
  }

  /** What was granted, or null when there was nothing to be had. */
  @Nullable Grant grant() {
    return grant;
  }

  @Override
  Progress advance() {
    if (held != null || !tables.protocol.claimHoldsItsNode()) {
      grantAny();
      rollBack();
      return Progress.DONE;
    }
    NodeRow row = tables.nodes.get(node);
    if (row == null) {
      return Progress.DONE;
    }
    if (row.deleter != null) {
      return Progress.WAITS;
    }
    held = row;
    row.keyShares++;
    return Progress.GOES_ON;
  }

  @Override
  void rollBack() {
    if (held != null) {
      held.keyShares--;
      held = null;
    }
  }

  private void grantAny() {
    int jobs = tables.jobs.size();
    int from = random.nextInt(jobs);
    for (int i = 0; i < jobs && grant == null; i++) {
      JobRow job = tables.jobs.get((from + i) % jobs);
      if (job.state.working() && job.lock == null) {
        claimOf(job);
      }
    }
  }

  private void claimOf(JobRow job) {
    int from = random.nextInt(3);
    for (int i = 0; i < 3 && grant == null; i++) {
      switch ((from + i) % 3) {
        case 0 -> takeFree(job);
        case 1 -> takeFailed(job);
        default -> carve(job);
      }
    }
  }

  private void takeFree(JobRow job) {
    for (LeaseRow lease : job.leases) {
      if (!lease.held() && mayBegin(job, lease.span.first())) {
        take(job, lease);
        return;
      }
    }
  }

  private void takeFailed(JobRow job) {
    for (FailureRow failure : job.failures) {
      int seq = failure.step().seq();
      boolean due = failure.waiting() && failure.nextAt() <= tables.clock.now();
      boolean asked = !failure.waiting() && failure.turn().round() < job.round;
      if ((due || asked) && mayBegin(job, seq)) {
        tryAgain(job, failure);
        return;
      }
    }
  }

  /** Takes a document that is due, or that a retry command has asked for; and off the list. */
  private void tryAgain(JobRow job, FailureRow failure) {
    if (tables.protocol.claimMarksRetried()) {
      job.failures.remove(failure);
      job.failed[job.counter(failure.step())] -= failure.waiting() ? 0 : 1;
    }
    int seq = failure.step().seq();
    Turn again = new Turn(failure.turn().attempt() + 1, job.round);
    take(job, tables.newLease(job, new Span(job.id, seq, seq + 1), again));
  }

  private boolean mayBegin(JobRow job, int seq) {
    return seq != job.plan.self() || tables.protocol.ownStagesMayBegin(job);
  }

  private void carve(JobRow job) {
    if (job.granted < job.documents && (job.state == JobState.RUNNING || job.head == null)) {
      int first = job.granted;
      job.granted = Math.min(job.documents, first + 1 + random.nextInt(LONGEST));
      take(job, tables.newLease(job, new Span(job.id, first, job.granted), new Turn(1, job.round)));
      if (job.state == JobState.QUEUED) {
        tables.enter(job, JobState.RUNNING);
      }
    }
  }

  private void take(JobRow job, LeaseRow lease) {
    lease.node = node;
    tables.judge.claimed(job, lease);
    tables.leasesChanged(job);
    Grant.Fence fence = new Grant.Fence(node, lease.id, lease.epoch);
    grant = new Grant(fence, lease.span, lease.turn, tables.committed);
  }
}

package dev.cairn.model;

import dev.cairn.job.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database: its rows, its clock, and what all transactions share. */
final class Tables {

  final Agenda clock;
  final Protocol protocol;
  final Judge judge;
  final List<JobRow> jobs = new ArrayList<>();
  final Map<Integer, NodeRow> nodes = new LinkedHashMap<>();

  /** Transactions committed: tells before from after. */
  long committed;

  private int lastNode;
  private int lastLease;

  Tables(Agenda clock, Protocol protocol, Judge judge) {
    this.clock = clock;
    this.protocol = protocol;
    this.judge = judge;
  }

  JobRow job(int job) {
    return jobs.get(job);
  }

  JobRow submit(Plan plan) {
    JobRow job = new JobRow(jobs.size(), plan);
    jobs.add(job);
    return job;
  }

  /** Enters a node; ids are never used again. */
  int register() {
    NodeRow node = new NodeRow(++lastNode, clock.now());
    nodes.put(node.id, node);
    return node.id;
  }

  LeaseRow newLease(JobRow job, Span span, Turn turn) {
    LeaseRow lease = new LeaseRow(++lastLease, span, turn);
    job.leases.add(lease);
    return lease;
  }

  /** The lease of a fence, if it is still what the fence says. */
  @Nullable LeaseRow heldUnder(Grant grant) {
    LeaseRow lease = job(grant.span().job()).lease(grant.fence().lease());
    return lease != null && lease.epoch == grant.fence().epoch() ? lease : null;
  }

  /** Frees a lease: whoever takes it next does so under a higher epoch. */
  void free(LeaseRow lease) {
    lease.node = LeaseRow.FREE;
    lease.epoch = protocol.epochWhenFreed(lease.epoch);
  }

  /**
   * Moves a job on when nothing of it is in flight any more. Part of each transaction that may have
   * removed what was in flight, under the lock of the job's row: two nodes that each finish the
   * last range but one would else both see the other's.
   */
  void settle(JobRow job) {
    switch (job.state) {
      case PAUSING -> enterUnlessHeld(job, JobState.PAUSED);
      case STOPPING -> enterUnlessHeld(job, JobState.STOPPED);
      case QUEUED, RUNNING -> complete(job);
      case PAUSED, STOPPED, COMPLETED, FAILED -> {}
    }
  }

  private void enterUnlessHeld(JobRow job, JobState state) {
    if (!job.anyHeld()) {
      enter(job, state);
    }
  }

  private void complete(JobRow job) {
    if (!protocol.finished(job)) {
      return;
    }
    int self = job.plan.self();
    if (job.complete(self)) {
      enter(job, JobState.COMPLETED);
    } else if (job.selfGranted) {
      enter(job, JobState.FAILED);
    } else {
      job.selfGranted = true;
      newLease(job, new Span(job.id, self, self + 1), new Turn(1, job.round));
    }
  }

  /** Changes a job's state, which is an event like others. */
  void enter(JobRow job, JobState state) {
    JobState from = job.state;
    job.state = state;
    judge.entered(job, from, job.nextEvent++);
  }

  /** A transaction has changed leases; it is committed. */
  void leasesChanged(JobRow job) {
    committed++;
    judge.everyDocumentIsSomewhere(job);
  }
}

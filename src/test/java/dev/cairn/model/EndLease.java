package dev.cairn.model;

import org.jspecify.annotations.Nullable;

/**
 * Takes a lease from its holder at its holder's wish: finished, or given back from its first
 * unfinished document on. A transaction of several statements, so it waits for its client in the
 * middle. Who is not the holder any more changes nothing.
 */
final class EndLease extends Statement {

  private final Tables tables;
  private final Grant grant;
  private final int firstUnfinished;
  private @Nullable JobRow locked;

  private EndLease(Tables tables, Grant grant, int firstUnfinished) {
    this.tables = tables;
    this.grant = grant;
    this.firstUnfinished = firstUnfinished;
  }

  /** Ends a range whose documents are all finished. */
  static EndLease finish(Tables tables, Grant grant) {
    return new EndLease(tables, grant, Integer.MAX_VALUE);
  }

  /** Gives a range back; whoever takes it next finds its checkpoints. */
  static EndLease giveBack(Tables tables, Grant grant, int firstUnfinished) {
    return new EndLease(tables, grant, firstUnfinished);
  }

  @Override
  Progress advance() {
    if (locked == null) {
      return lock(tables.job(grant.span().job()));
    }
    if (locked.head != null) {
      return Progress.WAITS;
    }
    JobRow job = locked;
    LeaseRow lease = tables.heldUnder(grant);
    if (lease != null) {
      end(job, lease);
    }
    tables.settle(job);
    rollBack();
    return Progress.DONE;
  }

  private Progress lock(JobRow job) {
    if (job.lock != null) {
      return Progress.WAITS;
    }
    job.lock = this;
    locked = job;
    return Progress.GOES_ON;
  }

  private void end(JobRow job, LeaseRow lease) {
    if (firstUnfinished >= lease.span.end()) {
      job.leases.remove(lease);
    } else {
      lease.span = lease.span.from(firstUnfinished);
      tables.free(lease);
    }
    tables.leasesChanged(job);
  }

  @Override
  boolean awaitsClient() {
    return locked != null;
  }

  @Override
  void rollBack() {
    if (locked != null) {
      locked.lock = null;
      locked = null;
    }
  }
}

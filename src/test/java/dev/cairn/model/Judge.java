package dev.cairn.model;

import dev.cairn.job.JobState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what must never happen. Knows all, like no part of the system does, and judges by rules of
 * its own, not by those of {@link Protocol}.
 */
final class Judge {

  private @Nullable Tables tables;
  private int[] lastEvent = {};

  /** Looks at these tables from now on; all jobs are submitted. */
  void watch(Tables watched) {
    tables = watched;
    lastEvent = new int[watched.jobs.size()];
  }

  private Tables tables() {
    if (tables == null) {
      throw new IllegalStateException("watches nothing yet");
    }
    return tables;
  }

  private static void demand(boolean kept, String promise, Object about) {
    if (!kept) {
      throw new Violation(promise + ": " + about);
    }
  }

  /**
   * A stage begins to run. Its result is of no use to a node that was declared dead and does not
   * know it yet; but who holds the lease, and who took it after the commit, never repeats a stage.
   */
  void begins(Grant grant, Step step, int saves) {
    JobRow job = tables().job(step.job());
    JobRow.Checkpoint there = job.checkpoints[step.seq()][step.stage()];
    demand(
        there == null || there.at() > grant.taken(),
        "a stage is run again under a lease that was taken after its commit",
        step);
    if (holds(grant)) {
      demand(there == null, "the holder runs a stage again that is committed", step);
      demand(
          job.cursors[step.seq()][step.stage()] == saves,
          "the holder runs a part of a stage again that is saved",
          step);
      demand(
          !job.state.finished() && job.state != JobState.PAUSED,
          "a stage begins though the job is " + job.state.wire(),
          step);
    }
  }

  /** Whether that node holds that lease at this moment. */
  private boolean holds(Grant grant) {
    LeaseRow lease = tables().heldUnder(grant);
    int node = grant.fence().node();
    return lease != null && lease.node == node && tables().nodes.containsKey(node);
  }

  /** A result is committed at this moment, with that event number; its row is written next. */
  void commits(Result result, int number) {
    Step step = result.step();
    Grant grant = result.grant();
    JobRow job = tables().job(step.job());
    demand(holds(grant), "a stale holder writes", result);
    LeaseRow lease = job.lease(grant.fence().lease());
    demand(
        lease != null && lease.span.holds(step.seq()),
        "a holder writes about a document outside its range",
        result);
    demand(!job.contains(result), "a stage is committed twice", result);
    demand(
        job.failedTries[step.seq()] < grant.turn().attempt(),
        "a document goes on though this try of it has failed",
        result);
    demand(
        step.stage() == job.nextStage(step.seq()) && !job.complete(step.seq()),
        "a stage is committed before its predecessor, or behind a skip",
        result);
    followsItsPredecessor(job, result);
    tell(job, number);
  }

  private static void followsItsPredecessor(JobRow job, Result result) {
    Step step = result.step();
    if (result.outcome() == Plan.Outcome.SAVED) {
      demand(
          result.value() == job.cursors[step.seq()][step.stage()] + 1,
          "a cursor goes back or leaps",
          result);
    } else if (step.seq() != job.plan.self()) {
      long before = job.valueBefore(step.seq(), step.stage());
      demand(
          result.value() == job.plan.value(step.seq(), step.stage(), before),
          "a result is no function of the input",
          result);
    }
  }

  /** An event becomes visible to who follows the job. */
  private void tell(JobRow job, int number) {
    demand(
        number == lastEvent[job.id] + 1,
        "a reader who has seen event " + lastEvent[job.id] + " misses or doubles one",
        "next to be seen is " + number + " of " + job);
    lastEvent[job.id] = number;
  }

  /** A job changes its state. */
  void entered(JobRow job, JobState from, int number) {
    demand(from != job.state, "a job enters the state it is in", job);
    demand(
        (!job.state.finished() && job.state != JobState.PAUSED) || !job.anyHeld(),
        "a job comes to rest while a node holds documents of it",
        job);
    if (job.state == JobState.COMPLETED || job.state == JobState.FAILED) {
      everyDocumentIsFinished(job);
    }
    countersAreTrue(job);
    tell(job, number);
  }

  /** A lease was granted. */
  void claimed(JobRow job, LeaseRow lease) {
    demand(job.state.working(), "a range is granted of a job at rest", job);
    if (lease.span.first() == job.plan.self()) {
      for (int seq = 0; seq < job.plan.documents(); seq++) {
        demand(
            finished(job, seq), "the job's own stages begin before document " + seq + " ends", job);
      }
    }
  }

  /**
   * A result met a row of its key, its own or another's: nobody else should have been able to write
   * it.
   */
  void isItsOwn(boolean there, Result result) {
    demand(there, "a result can't be written", result);
  }

  /**
   * Of every granted document that is not complete there is exactly one trace: a failure that says
   * when it will be tried again or that it won't, or one lease under which it has not failed yet.
   * None: it is lost. Two: it is done twice.
   */
  void everyDocumentIsSomewhere(JobRow job) {
    int end = job.selfGranted ? job.plan.self() + 1 : job.granted;
    for (int seq = 0; seq < end; seq++) {
      if ((seq < job.granted || seq == job.plan.self()) && !job.complete(seq)) {
        int traces = traces(job, seq);
        demand(traces != 0, "document " + seq + " is lost", job);
        demand(traces == 1, "document " + seq + " is in " + traces + " hands", job);
      }
    }
  }

  private static int traces(JobRow job, int seq) {
    int traces = 0;
    for (LeaseRow lease : job.leases) {
      traces += lease.span.holds(seq) && lease.turn.attempt() > job.failedTries[seq] ? 1 : 0;
    }
    for (FailureRow failure : job.failures) {
      traces += failure.step().seq() == seq ? 1 : 0;
    }
    return traces;
  }

  private static void everyDocumentIsFinished(JobRow job) {
    demand(job.leases.isEmpty(), "a job ends with leases", job);
    demand(
        job.granted == job.plan.documents(), "a job ends before all documents were granted", job);
    for (int seq = 0; seq <= job.plan.self(); seq++) {
      demand(finished(job, seq), "a job ends before document " + seq, job);
    }
  }

  /** Complete, or failed for good in the present round. */
  private static boolean finished(JobRow job, int seq) {
    if (job.complete(seq)) {
      return true;
    }
    for (FailureRow failure : job.failures) {
      if (failure.step().seq() == seq) {
        return !failure.waiting() && failure.turn().round() >= job.round;
      }
    }
    return false;
  }

  /** Counters are what one would count; looked at whenever a job changes its state. */
  void countersAreTrue(JobRow job) {
    int[] done = new int[job.done.length];
    int[] skipped = new int[job.done.length];
    int[] failed = new int[job.done.length];
    for (int seq = 0; seq <= job.plan.self(); seq++) {
      for (int stage = 0; stage < job.plan.stagesOf(seq); stage++) {
        Step step = new Step(job.id, seq, stage);
        JobRow.Checkpoint there = job.checkpoints[seq][stage];
        if (there != null) {
          (there.skipped() ? skipped : done)[job.counter(step)]++;
        }
      }
    }
    for (FailureRow failure : job.failures) {
      failed[job.counter(failure.step())] += failure.waiting() ? 0 : 1;
    }
    for (int i = 0; i < done.length; i++) {
      boolean same =
          done[i] == job.done[i] && skipped[i] == job.skipped[i] && failed[i] == job.failed[i];
      demand(same, "the counters of stage " + i + " are wrong", job);
    }
  }

  /** The job has not ended though nothing was in its way for long. */
  void neverEnds(List<JobRow> jobs) {
    for (JobRow job : jobs) {
      demand(job.state.finished(), "a job never ends", job + ", nodes " + tables().nodes.keySet());
    }
  }
}

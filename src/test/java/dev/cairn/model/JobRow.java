package dev.cairn.model;

import dev.cairn.job.JobState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the table of jobs, with the rows of the other tables that belong to it. */
final class JobRow {

  /** A row of the table of checkpoints. {@code at} counts the database's transactions. */
  record Checkpoint(Grant.Fence fence, long value, boolean skipped, long at) {}

  final int id;
  final Plan plan;
  JobState state = JobState.QUEUED;

  /** Documents known so far; all of them once {@link #split}. */
  int documents;

  boolean split;

  /** The cursor: documents before it have been in a lease. */
  int granted;

  /** Retry commands obeyed. */
  int round;

  /** The number of the next event, and the transaction that has locked it. */
  int nextEvent = 1;

  @Nullable Statement head;

  /** The transaction that has locked the job's own row. */
  @Nullable Statement lock;

  /** Whether the lease for the job itself was ever made. */
  boolean selfGranted;

  final List<LeaseRow> leases = new ArrayList<>();
  final List<FailureRow> failures = new ArrayList<>();

  /** By document and stage; null where there is none. */
  final @Nullable Checkpoint[][] checkpoints;

  /** By document and stage: how often the cursor was saved. Removed with the checkpoint. */
  final int[][] cursors;

  /** By document: the last try that failed; 0 when none has. */
  final int[] failedTries;

  /** Counters by stage, job stages behind those of documents. */
  final int[] done;

  final int[] skipped;
  final int[] failed;

  JobRow(int id, Plan plan) {
    this.id = id;
    this.plan = plan;
    int steps = plan.stages() + plan.ownStages();
    this.checkpoints = new @Nullable Checkpoint[plan.documents() + 1][steps];
    this.cursors = new int[plan.documents() + 1][steps];
    this.failedTries = new int[plan.documents() + 1];
    this.done = new int[steps];
    this.skipped = new int[steps];
    this.failed = new int[steps];
  }

  /** Index of a stage among the counters. */
  int counter(Step step) {
    return step.seq() == plan.self() ? plan.stages() + step.stage() : step.stage();
  }

  @Nullable LeaseRow lease(int lease) {
    for (LeaseRow row : leases) {
      if (row.id == lease) {
        return row;
      }
    }
    return null;
  }

  boolean anyHeld() {
    for (LeaseRow row : leases) {
      if (row.held()) {
        return true;
      }
    }
    return false;
  }

  /** First stage of a document that has no checkpoint. */
  int nextStage(int seq) {
    int stage = 0;
    while (stage < plan.stagesOf(seq) && checkpoints[seq][stage] != null) {
      stage++;
    }
    return stage;
  }

  /** Whether a document went through all its stages, or was skipped. */
  boolean complete(int seq) {
    int next = nextStage(seq);
    Checkpoint last = next == 0 ? null : checkpoints[seq][next - 1];
    return next == plan.stagesOf(seq) || (last != null && last.skipped());
  }

  /** What was handed on to a stage. */
  long valueBefore(int seq, int stage) {
    Checkpoint before = stage == 0 ? null : checkpoints[seq][stage - 1];
    return before == null ? 0 : before.value();
  }

  /** Whether the result is there: a checkpoint, a cursor as far, or the failure of that try. */
  boolean contains(Result result) {
    Step step = result.step();
    boolean passed = checkpoints[step.seq()][step.stage()] != null;
    return switch (result.outcome()) {
      case SAVED -> passed || cursors[step.seq()][step.stage()] >= result.value();
      case DONE, SKIPPED -> passed;
      case FAILED_FOR_NOW, FAILED_FOR_GOOD ->
          failedTries[step.seq()] >= result.grant().turn().attempt();
    };
  }

  @Override
  public String toString() {
    return "job %d %s, documents %d%s, granted %d, round %d, leases %s, failures %s"
        .formatted(id, state, documents, split ? "" : " so far", granted, round, leases, failures);
  }
}

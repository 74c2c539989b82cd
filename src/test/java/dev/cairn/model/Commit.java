package dev.cairn.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a group of results, all or nothing: snapshot, lock on the node's row, rows, event numbers,
 * commit. One statement in the database, so that it never waits for its client.
 */
final class Commit extends Statement {

  /** What became of a group. */
  enum Answer {
    COMMITTED,
    /** Nothing was written, because of {@link #stale()}. */
    FENCED,
    /** Nothing was written, because a row is there already. */
    CONFLICT
  }

  private enum Phase {
    SNAPSHOT,
    LOCK,
    NUMBER,
    COMMIT,
    OVER
  }

  private final Tables tables;
  private final int node;
  private final List<Result> group;
  private final List<Result> stale = new ArrayList<>();
  private final int[] numbers;
  private Phase phase = Phase.SNAPSHOT;
  private Answer answer = Answer.COMMITTED;
  private @Nullable NodeRow held;

  Commit(Tables tables, List<Result> group) {
    this.tables = tables;
    this.group = List.copyOf(group);
    this.node = group.getFirst().grant().fence().node();
    this.numbers = new int[group.size()];
  }

  List<Result> group() {
    return group;
  }

  List<Result> stale() {
    return stale;
  }

  Answer answer() {
    return answer;
  }

  @Override
  Progress advance() {
    return switch (phase) {
      case SNAPSHOT -> readFence();
      case LOCK -> lockNode();
      case NUMBER -> number();
      case COMMIT -> commit();
      case OVER -> Progress.DONE;
    };
  }

  private Progress readFence() {
    for (Result result : group) {
      Grant.Fence fence = result.grant().fence();
      if (tables.protocol.fencedOff(fence, jobOf(result).lease(fence.lease()))) {
        stale.add(result);
      }
    }
    return goOn(Phase.LOCK);
  }

  private Progress lockNode() {
    if (tables.protocol.commitHoldsItsNode()) {
      NodeRow row = tables.nodes.get(node);
      if (row == null) {
        stale.clear();
        stale.addAll(group);
      } else if (row.deleter != null) {
        return Progress.WAITS;
      } else {
        held = row;
        row.keyShares++;
      }
    }
    return stale.isEmpty() ? goOn(Phase.NUMBER) : end(Answer.FENCED);
  }

  private Progress number() {
    if (tables.protocol.numbersUnderLock()) {
      for (Result result : group) {
        if (jobOf(result).head != null) {
          return Progress.WAITS;
        }
      }
    }
    if (anyThere()) {
      return end(Answer.CONFLICT);
    }
    for (int i = 0; i < numbers.length; i++) {
      JobRow job = jobOf(group.get(i));
      numbers[i] = job.nextEvent++;
      job.head = tables.protocol.numbersUnderLock() ? this : null;
    }
    return goOn(Phase.COMMIT);
  }

  private boolean anyThere() {
    for (Result result : group) {
      if (tables.protocol.meetsItself(jobOf(result), result)) {
        return true;
      }
    }
    return false;
  }

  private Progress commit() {
    if (anyThere()) {
      undoNumbers();
      return end(Answer.CONFLICT);
    }
    tables.committed++;
    for (int i = 0; i < numbers.length; i++) {
      JobRow job = jobOf(group.get(i));
      tables.judge.commits(group.get(i), numbers[i]);
      write(job, group.get(i));
    }
    return end(Answer.COMMITTED);
  }

  private void write(JobRow job, Result result) {
    Step step = result.step();
    int counter = job.counter(step);
    switch (result.outcome()) {
      case SAVED -> job.cursors[step.seq()][step.stage()] = (int) result.value();
      case DONE, SKIPPED -> {
        job.cursors[step.seq()][step.stage()] = 0;
        boolean skipped = result.outcome() == Plan.Outcome.SKIPPED;
        job.checkpoints[step.seq()][step.stage()] =
            new JobRow.Checkpoint(
                result.grant().fence(), result.value(), skipped, tables.committed);
        (skipped ? job.skipped : job.done)[counter]++;
      }
      case FAILED_FOR_NOW, FAILED_FOR_GOOD -> {
        Turn turn = result.grant().turn();
        boolean waits = result.outcome() == Plan.Outcome.FAILED_FOR_NOW;
        long pause = waits ? 100L << turn.attempt() : 0;
        job.failures.add(new FailureRow(step, turn, waits, tables.clock.now() + pause));
        job.failedTries[step.seq()] = turn.attempt();
        job.failed[counter] += waits ? 0 : 1;
      }
    }
  }

  @Override
  void rollBack() {
    if (phase == Phase.COMMIT) {
      undoNumbers();
    }
    end(Answer.CONFLICT);
  }

  /** The counter is a row, so it goes back with the transaction; a sequence would not. */
  private void undoNumbers() {
    if (tables.protocol.numbersUnderLock()) {
      group.forEach(result -> jobOf(result).nextEvent--);
    }
  }

  private Progress goOn(Phase next) {
    phase = next;
    return Progress.GOES_ON;
  }

  private Progress end(Answer answer) {
    this.answer = answer;
    phase = Phase.OVER;
    if (held != null) {
      held.keyShares--;
      held = null;
    }
    for (Result result : group) {
      JobRow job = jobOf(result);
      if (job.head == this) {
        job.head = null;
      }
    }
    return Progress.DONE;
  }

  private JobRow jobOf(Result result) {
    return tables.job(result.step().job());
  }
}

package dev.cairn.model;

import dev.cairn.job.Command;
import dev.cairn.job.JobState;
import java.util.ArrayList;
import java.util.List;

/** The brief transactions. */
final class Transactions {

  /** Documents of a piece of a split; small, so that jobs are claimed while they are split. */
  private static final int PIECE = 5;

  /** A lease that the database says a node holds, and whether its job works. */
  record Held(Grant grant, boolean working) {}

  /**
   * What a heartbeat comes to.
   *
   * @param alive whether the node still counts as alive
   */
  record Beat(boolean alive, List<Held> held) {}

  /**
   * A document to be worked on.
   *
   * @param stage the first that has no checkpoint
   * @param value what the stage before handed on
   * @param saves how often the stage has saved its cursor
   */
  record Task(int seq, int stage, long value, int saves) {}

  private final Tables tables;

  Transactions(Tables tables) {
    this.tables = tables;
  }

  Brief<Integer> register() {
    return new Brief<>(() -> false, tables::register);
  }

  /** Says that a node lives, which alone keeps its leases; tells what it holds. */
  Brief<Beat> heartbeat(int node) {
    return new Brief<>(
        () -> {
          NodeRow row = tables.nodes.get(node);
          return row != null && row.deleter != null;
        },
        () -> beat(node));
  }

  private Beat beat(int node) {
    NodeRow row = tables.nodes.get(node);
    if (row == null) {
      return new Beat(false, List.of());
    }
    row.seenAt = tables.clock.now();
    row.connected = true;
    List<Held> held = new ArrayList<>();
    for (LeaseRow lease : Protocol.leasesOf(node, tables.jobs)) {
      Grant.Fence fence = new Grant.Fence(node, lease.id, lease.epoch);
      boolean working = tables.job(lease.span.job()).state.working();
      held.add(new Held(new Grant(fence, lease.span, lease.turn, tables.committed), working));
    }
    return new Beat(true, held);
  }

  /** What is left to do of a range. */
  Brief<List<Task>> page(Grant grant) {
    return new Brief<>(() -> false, () -> read(grant));
  }

  private List<Task> read(Grant grant) {
    JobRow job = tables.job(grant.span().job());
    List<Task> tasks = new ArrayList<>();
    for (int seq = grant.span().first(); seq < grant.span().end(); seq++) {
      if (!job.complete(seq) && tables.protocol.belongsTo(grant.turn().attempt(), job, seq)) {
        int stage = job.nextStage(seq);
        long value = job.valueBefore(seq, stage);
        tasks.add(new Task(seq, stage, value, job.cursors[seq][stage]));
      }
    }
    return tasks;
  }

  /** Whether a result that met a row of its key was written before. */
  Brief<Boolean> recall(Result result) {
    return new Brief<>(
        () -> false, () -> tables.protocol.writtenBefore(tables.job(result.step().job()), result));
  }

  /**
   * Cuts the documents from {@code middle} on off a lease and makes a free lease of them, for a
   * node that has nothing to do.
   *
   * @param tail from the middle to the end that the holder knows
   */
  Brief<Boolean> splitTail(Grant grant, Span tail) {
    return new Brief<>(() -> false, () -> cut(grant, tail));
  }

  private boolean cut(Grant grant, Span cutOff) {
    LeaseRow lease = tables.heldUnder(grant);
    if (lease == null || !tables.protocol.maySplit(lease.span, cutOff)) {
      return false;
    }
    JobRow job = tables.job(lease.span.job());
    LeaseRow tail = tables.newLease(job, cutOff, lease.turn);
    tail.epoch = tables.protocol.epochOfTail(lease.epoch);
    lease.span = lease.span.upTo(cutOff.first());
    tables.leasesChanged(job);
    return true;
  }

  /** Splits the next piece of a job's uploads into documents. */
  Brief<Boolean> splitPiece(JobRow job) {
    return new Brief<>(() -> busy(job), () -> piece(job));
  }

  private boolean piece(JobRow job) {
    if (!job.split && job.state.working()) {
      job.documents = Math.min(job.plan.documents(), job.documents + PIECE);
      job.split = job.documents == job.plan.documents();
      tables.committed++;
      tables.settle(job);
    }
    return job.split;
  }

  /** Obeys a command, or not when the state does not allow it. */
  Brief<Boolean> order(JobRow job, Command command) {
    return new Brief<>(() -> busy(job), () -> obey(job, command));
  }

  private boolean obey(JobRow job, Command command) {
    JobState from = job.state;
    JobState to = command.from(from).orElse(null);
    boolean retry = command == Command.RETRY;
    if (to == null || (retry && from != JobState.STOPPED && !anyFinal(job))) {
      return false;
    }
    job.round += retry ? 1 : 0;
    if (from != to) {
      tables.enter(job, to);
    }
    tables.committed++;
    if (!retry || tables.protocol.retrySettles()) {
      tables.settle(job);
    }
    return true;
  }

  private static boolean anyFinal(JobRow job) {
    return job.failures.stream().anyMatch(failure -> !failure.waiting());
  }

  /** Settles a job in a transaction of its own. */
  Brief<Boolean> settle(JobRow job) {
    return new Brief<>(
        () -> busy(job),
        () -> {
          tables.settle(job);
          return true;
        });
  }

  private static boolean busy(JobRow job) {
    return job.lock != null || job.head != null;
  }
}

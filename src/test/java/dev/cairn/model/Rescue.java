package dev.cairn.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Deletes the rows of nodes and frees what they held. Deleting waits for the commits and claims
 * that hold such a row; then nothing of the node's can be written any more. The leases are freed by
 * a second statement, which sees what those last transactions did.
 */
class Rescue extends Statement {

  private enum Phase {
    FIND,
    DELETE,
    FREE,
    OVER
  }

  private final Tables tables;
  private final Predicate<NodeRow> whom;
  private final List<NodeRow> gone = new ArrayList<>();
  private final List<LeaseRow> seenBefore = new ArrayList<>();
  private final Set<JobRow> freed = new LinkedHashSet<>();
  private Phase phase = Phase.FIND;

  private Rescue(Tables tables, Predicate<NodeRow> whom) {
    this.tables = tables;
    this.whom = whom;
  }

  /** Frees what dead nodes held. */
  static Rescue by(Tables tables, int node) {
    return new Rescue(tables, row -> row.id != node && dead(row, tables.clock.now()));
  }

  /** A node that ends in good order goes the same way, by its own hand. */
  static Rescue leave(Tables tables, int node) {
    return new Rescue(tables, row -> row.id == node) {
      @Override
      List<LeaseRow> held(NodeRow row) {
        return tables.protocol.leavingFrees() ? super.held(row) : List.of();
      }
    };
  }

  private static boolean dead(NodeRow row, long now) {
    long silent = now - row.seenAt;
    return silent > Protocol.SILENCE || (!row.connected && silent > Protocol.GRACE);
  }

  /** Jobs of which something was freed. */
  Set<JobRow> freed() {
    return freed;
  }

  @Override
  Progress advance() {
    return switch (phase) {
      case FIND -> find();
      case DELETE -> delete();
      case FREE -> free();
      case OVER -> Progress.DONE;
    };
  }

  private Progress find() {
    for (NodeRow row : tables.nodes.values()) {
      if (whom.test(row)) {
        gone.add(row);
        seenBefore.addAll(Protocol.leasesOf(row.id, tables.jobs));
      }
    }
    phase = gone.isEmpty() ? Phase.OVER : Phase.DELETE;
    return gone.isEmpty() ? Progress.DONE : Progress.GOES_ON;
  }

  private Progress delete() {
    gone.removeIf(row -> !tables.nodes.containsKey(row.id) || !whom.test(row));
    for (NodeRow row : gone) {
      if (row.keyShares > 0 || row.deleter != null) {
        return Progress.WAITS;
      }
    }
    gone.forEach(row -> row.deleter = this);
    phase = Phase.FREE;
    return Progress.GOES_ON;
  }

  /** What a node leaves behind. */
  List<LeaseRow> held(NodeRow row) {
    return tables.protocol.leasesToFree(row.id, seenBefore, tables.jobs);
  }

  private Progress free() {
    List<LeaseRow> leases = new ArrayList<>();
    for (NodeRow row : gone) {
      leases.addAll(held(row));
    }
    for (LeaseRow lease : leases) {
      JobRow job = tables.job(lease.span.job());
      if (job.lock != null || job.head != null) {
        return Progress.WAITS;
      }
    }
    gone.forEach(row -> tables.nodes.remove(row.id));
    for (LeaseRow lease : leases) {
      tables.free(lease);
      freed.add(tables.job(lease.span.job()));
    }
    for (JobRow job : freed) {
      tables.leasesChanged(job);
      if (tables.protocol.rescueSettles()) {
        tables.settle(job);
      }
    }
    phase = Phase.OVER;
    return Progress.DONE;
  }

  @Override
  boolean awaitsClient() {
    return phase == Phase.FREE;
  }

  @Override
  void rollBack() {
    for (NodeRow row : gone) {
      if (row.deleter == this) {
        row.deleter = null;
      }
    }
    phase = Phase.OVER;
  }
}

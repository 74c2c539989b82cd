package dev.cairn.model;

import org.jspecify.annotations.Nullable;

/** A row of the table of nodes, with the locks on it. */
final class NodeRow {

  final int id;
  long seenAt;

  /** The advisory lock that vanishes with the node's connection. */
  boolean connected = true;

  /** Transactions that hold the row against deletion ({@code FOR KEY SHARE}). */
  int keyShares;

  /** The transaction that has deleted the row and is not committed yet. */
  @Nullable Statement deleter;

  NodeRow(int id, long now) {
    this.id = id;
    this.seenAt = now;
  }
}

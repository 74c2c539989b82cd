package dev.cairn.model;

/** A row of the table of leases. */
final class LeaseRow {

  /** No node: the lease is free. */
  static final int FREE = 0;

  final int id;
  final Turn turn;
  Span span;
  int epoch = 1;
  int node = FREE;

  LeaseRow(int id, Span span, Turn turn) {
    this.id = id;
    this.span = span;
    this.turn = turn;
  }

  boolean held() {
    return node != FREE;
  }

  @Override
  public String toString() {
    return "lease %d %s epoch %d attempt %d round %d node %d"
        .formatted(id, span, epoch, turn.attempt(), turn.round(), node);
  }
}

package dev.cairn.model;

/**
 * A lease as its holder knows it.
 *
 * @param fence what every write under it carries
 * @param taken the moment it was claimed, as a count of the database's transactions
 */
record Grant(Fence fence, Span span, Turn turn, long taken) {

  /**
   * The proof that a write comes from the present holder.
   *
   * @param node the holder, never used again after it was declared dead
   * @param epoch raised whenever the lease is freed
   */
  record Fence(int node, int lease, int epoch) {
    @Override
    public String toString() {
      return "lease %d epoch %d".formatted(lease, epoch);
    }
  }

  @Override
  public String toString() {
    return "%s: %s, try %d, round %d".formatted(fence, span, turn.attempt(), turn.round());
  }
}

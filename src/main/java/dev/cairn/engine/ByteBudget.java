package dev.cairn.engine;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * Bounds the bytes of documents in flight. Who finds too little left waits its turn, first come
 * first served, so that a large document is not passed by for ever. Used on the engine's loop
 * alone.
 */
final class ByteBudget {

  private record Waiting(long bytes, LongConsumer taker) {}

  private final long total;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long left;

  ByteBudget(long total) {
    this.total = total;
    this.left = total;
  }

  /**
   * Takes bytes from the budget, waiting for them if need be.
   *
   * @param taker told what was taken, to be given to {@link #release}: never more than the whole
   *     budget, so that a document larger than that goes alone
   */
  void acquire(long bytes, LongConsumer taker) {
    long taken = Math.min(bytes, total);
    if (waiting.isEmpty() && taken <= left) {
      left -= taken;
      taker.accept(taken);
    } else {
      waiting.add(new Waiting(taken, taker));
    }
  }

  /** Gives bytes back. */
  void release(long taken) {
    left += taken;
    Waiting next = waiting.peek();
    while (next != null && next.bytes() <= left) {
      waiting.remove();
      left -= next.bytes();
      next.taker().accept(next.bytes());
      next = waiting.peek();
    }
  }
}

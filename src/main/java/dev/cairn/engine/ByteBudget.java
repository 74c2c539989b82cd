package dev.cairn.engine;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;

/**
 * Bounds the bytes of documents in flight. Who finds too little left waits its turn, first come
 * first served, so that a large document is not passed by for ever. Used on the engine's loop
 * alone.
 */
final class ByteBudget {

  private record Waiting(long bytes, UniEmitter<? super Long> emitter) {}

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
   * @return what was taken, to be given to {@link #release}: never more than the whole budget, so
   *     that a document larger than that goes alone
   */
  Uni<Long> acquire(long bytes) {
    long taken = Math.min(bytes, total);
    if (waiting.isEmpty() && taken <= left) {
      left -= taken;
      return Uni.createFrom().item(taken);
    }
    return Uni.createFrom().emitter(emitter -> waiting.add(new Waiting(taken, emitter)));
  }

  /** Gives bytes back. */
  void release(long taken) {
    left += taken;
    Waiting next = waiting.peek();
    while (next != null && next.bytes() <= left) {
      waiting.remove();
      left -= next.bytes();
      next.emitter().complete(next.bytes());
      next = waiting.peek();
    }
  }
}

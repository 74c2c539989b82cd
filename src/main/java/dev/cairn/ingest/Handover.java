package dev.cairn.ingest;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One request at a time for each upload on this node: whoever comes ends the one that is there, and
 * waits until it has written down what it received. On other nodes the epoch does that.
 */
final class Handover {

  private final Map<UUID, Holder> holders = new ConcurrentHashMap<>();

  /** A request that holds an upload. */
  static final class Holder {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean asked;
    private Optional<Runnable> leave = Optional.empty();

    /**
     * What to do when another request comes; at once, if it has come.
     *
     * @param leaves ends the work soon
     */
    void onNext(Runnable leaves) {
      boolean already;
      synchronized (this) {
        leave = Optional.of(leaves);
        already = asked;
      }
      if (already) {
        leaves.run();
      }
    }

    private Uni<Void> leave() {
      Optional<Runnable> now;
      synchronized (this) {
        asked = true;
        now = leave;
      }
      now.ifPresent(Runnable::run);
      return Uni.createFrom().completionStage(gone);
    }
  }

  /**
   * Does something with an upload when it is free. The work goes on when nobody waits for it any
   * more: what a client that is gone has sent is to be written down.
   */
  <T> Uni<T> hold(UUID upload, Function<Holder, Uni<T>> work) {
    return Uni.createFrom()
        .emitter(
            waiting -> {
              Holder mine = new Holder();
              Holder before = holders.put(upload, mine);
              Uni<Void> free = before == null ? Uni.createFrom().voidItem() : before.leave();
              free.chain(() -> work.apply(mine))
                  .onTermination()
                  .invoke(() -> leave(upload, mine))
                  .subscribe()
                  .with(waiting::complete, waiting::fail);
            });
  }

  private void leave(UUID upload, Holder mine) {
    holders.remove(upload, mine);
    mine.gone.complete(null);
  }
}

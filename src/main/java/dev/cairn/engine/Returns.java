package dev.cairn.engine;

import dev.cairn.job.Lease;
import dev.cairn.store.Leases;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Gives ranges back to the database: finished, or to be taken by another. */
@Singleton
final class Returns {

  private static final Logger LOG = Logger.getLogger(Returns.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Leases leases;
  private final EventFeed feed;
  private final EngineLoop loop;
  private final List<Runnable> waiting = new ArrayList<>();
  private int underWay;

  Returns(Leases leases, EventFeed feed, EngineLoop loop) {
    this.leases = leases;
    this.feed = feed;
    this.loop = loop;
  }

  /**
   * Ends a range, however long the database takes.
   *
   * @return whether documents of it are free to be taken again
   */
  Uni<Boolean> end(Range range) {
    if (range.lost()) {
      return Uni.createFrom().item(false);
    }
    Lease lease = range.lease();
    boolean finished = range.firstUnfinished() >= lease.end();
    underWay++;
    return Uni.createFrom()
        .deferred(
            () -> finished ? leases.finish(lease) : leases.giveBack(lease, range.firstUnfinished()))
        .onFailure()
        .invoke(failure -> LOG.warnf("A range can't be given back, trying again: %s", failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .emitOn(loop)
        .invoke(
            () -> {
              underWay--;
              feed.committed(lease.job());
              tellWaiting();
            })
        .replaceWith(!finished);
  }

  /** Gives a part of a range away to others, however long the database takes. */
  Uni<Void> share(Range.Cut cut) {
    return Uni.createFrom()
        .deferred(() -> leases.share(cut.before(), cut.end()))
        .onFailure()
        .invoke(failure -> LOG.warnf("A range can't be shared, trying again: %s", failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .emitOn(loop);
  }

  /** Frees a lease that this node does not know. */
  Uni<Void> free(long node, long lease) {
    return leases.free(node, lease).emitOn(loop);
  }

  /** Removes what a range holds that is to be done again. */
  Uni<Void> clear(Lease lease) {
    return leases.clear(lease);
  }

  /** Completes when nothing is on its way back. */
  Uni<Void> settled() {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              waiting.add(() -> emitter.complete(null));
              tellWaiting();
            });
  }

  private void tellWaiting() {
    if (underWay == 0) {
      List<Runnable> told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(Runnable::run);
    }
  }
}

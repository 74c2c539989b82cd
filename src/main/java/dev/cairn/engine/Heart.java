package dev.cairn.engine;

import dev.cairn.job.JobState;
import dev.cairn.job.Rescued;
import dev.cairn.store.Nodes.News;
import dev.cairn.store.Nodes.Pulse;
import dev.cairn.store.Presence;
import dev.cairn.store.Rescue.Patience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the node alive in the database, and hears from it all that matters: pauses and stops, work,
 * hungry and dead neighbours. One statement each time, and little else while nothing happens. Used
 * on the engine's loop alone.
 */
@Singleton
class Heart {

  private static final Logger LOG = Logger.getLogger(Heart.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** A connection that is cut without a word never answers; the next beat takes another. */
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(10);

  private static final long NONE = -1;

  private final Membership membership;
  private final EngineLoop loop;
  private final EngineConfig config;
  private final Supply supply;
  private final Limits limits;
  private final Counter misses;
  private final Contact contact = new Contact();
  private volatile long node = NONE;
  private volatile Optional<Throwable> lastMiss = Optional.empty();
  private @Nullable Presence presence;
  private Runnable next = () -> {};
  private boolean begun;
  private boolean beating;
  private boolean again;
  private boolean leaving;
  private boolean told;

  Heart(
      Membership membership,
      EngineLoop loop,
      EngineConfig config,
      Supply supply,
      Limits limits,
      MeterRegistry meters) {
    this.membership = membership;
    this.loop = loop;
    this.config = config;
    this.supply = supply;
    this.limits = limits;
    this.misses = meters.counter("cairn.heartbeats.missed");
  }

  /** Enters the node, however long the database takes, and begins to beat. */
  Uni<Void> start() {
    supply.whenStarved(this::starved);
    return enter()
        .chain(() -> config.alone() ? rescue(Patience.NONE) : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failure -> missed("Waiting for the database: %s", failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .emitOn(loop)
        .invoke(
            () -> {
              begun = true;
              beatNow();
            });
  }

  private void missed(String what, Throwable failure) {
    LOG.warnf(what, failure);
    misses.increment();
    lastMiss = Optional.of(failure);
  }

  private Uni<Void> enter() {
    if (node != NONE) {
      return Uni.createFrom().voidItem();
    }
    return membership
        .register()
        .emitOn(loop)
        .invoke(
            key -> {
              node = key;
              presence = null;
              supply.serve(key);
              limits.serve(key);
            })
        .replaceWithVoid();
  }

  /** Asks for documents at once, without a beat, which would be a write and its sync. */
  void lookForWork() {
    if (begun && !leaving && node != NONE) {
      supply.wake();
    }
  }

  /** Says that the node lives, and hears what there is to do. */
  void beatNow() {
    if (!begun || leaving) {
      return;
    }
    if (beating) {
      again = true;
      return;
    }
    beating = true;
    next.run();
    // A node that was thought dead and could not enter again yet tries that first.
    (node == NONE ? enter().replaceWith(config.heartbeat()) : beat())
        .ifNoItem()
        .after(LONGEST_BEAT)
        .fail()
        .onFailure()
        .invoke(failure -> missed("No heartbeat: %s", failure))
        .onFailure()
        .recoverWithItem(() -> config.heartbeat())
        .emitOn(loop)
        .subscribe()
        .with(this::beaten);
  }

  private Uni<Duration> beat() {
    told = supply.hungry();
    long before = supply.claims();
    return membership.beat(node, told).emitOn(loop).chain(answer -> heard(answer, before));
  }

  /** This node has nothing more to do: others that have too much should know soon. */
  private void starved() {
    if (!told && !beating && supply.hungry()) {
      beatNow();
    }
  }

  private void beaten(Duration pause) {
    beating = false;
    if (again) {
      again = false;
      beatNow();
    } else {
      next = loop.later(pause, this::beatNow);
    }
  }

  /** How long until the next beat. */
  private Uni<Duration> heard(Optional<Pulse> answer, long before) {
    if (answer.isEmpty()) {
      contact.lost();
      return beginAnew().replaceWith(config.heartbeat());
    }
    Pulse pulse = answer.get();
    contact.made(System.nanoTime(), config.idleHeartbeat());
    lastMiss = Optional.empty();
    boolean exact = supply.claims() == before;
    obey(pulse, exact);
    if (exact) {
      supply.giveBackUnknown(pulse.leases());
    }
    if (pulse.news().contains(News.WORK)) {
      supply.wake();
    }
    if (pulse.news().contains(News.HUNGRY)) {
      supply.share();
    }
    limits.renew();
    boolean suspects = pulse.news().contains(News.SUSPECTS);
    boolean idle = pulse.held().isEmpty() && !suspects && supply.jobs().isEmpty();
    return show()
        .chain(() -> suspects ? rescue(patience()) : Uni.createFrom().voidItem())
        .replaceWith(idle ? config.idleHeartbeat() : config.heartbeat());
  }

  /**
   * A job that others were told to pause or stop, or that is gone, ends here too. Of one that was
   * claimed while the beat was on its way the answer may know nothing yet.
   */
  private void obey(Pulse pulse, boolean exact) {
    supply.jobs().stream()
        .filter(
            job -> {
              JobState state = pulse.held().get(job);
              return state == null ? exact : !state.working();
            })
        .forEach(job -> supply.halt(job, config.patience()));
  }

  private Uni<Void> beginAnew() {
    LOG.warn("This node was thought dead and its documents were given away; it begins anew");
    supply.jobs().forEach(job -> supply.halt(job, Duration.ZERO));
    Presence old = presence;
    node = NONE;
    presence = null;
    if (old != null) {
      // Not waited for: it may be the very connection that does not answer.
      old.close().subscribe().with(closed -> {}, failure -> {});
    }
    return enter();
  }

  /** Opens the connection by which others see that this node lives, when it is not there. */
  private Uni<Void> show() {
    if (presence != null && presence.open()) {
      return Uni.createFrom().voidItem();
    }
    return membership
        .show(node, work -> loop.execute(work ? this::lookForWork : this::beatNow))
        .emitOn(loop)
        .invoke(shown -> presence = shown)
        .replaceWithVoid();
  }

  /**
   * Nobody is thought dead by a node that has been out of touch itself: after a restart of the
   * database all seem silent, until they had time to come back.
   */
  private Patience patience() {
    Duration inTouch = contact.since(System.nanoTime());
    Duration never = Duration.ofDays(1000);
    return new Patience(
        inTouch.compareTo(config.silence()) >= 0 ? config.silence() : never,
        inTouch.compareTo(config.vanished().multipliedBy(2)) >= 0 ? config.vanished() : never);
  }

  private Uni<Void> rescue(Patience patience) {
    return rescued(membership.rescue(node, patience)).replaceWithVoid();
  }

  /** Takes over what interrupted nodes held, without waiting until they are surely dead. */
  Uni<List<Rescued>> recover() {
    return rescued(membership.rescue(node, new Patience(config.silence(), Duration.ZERO)));
  }

  private Uni<List<Rescued>> rescued(Uni<List<Rescued>> rescue) {
    return rescue
        .emitOn(loop)
        .invoke(
            freed -> {
              freed.forEach(each -> LOG.infof("Took over from a lost node: %s", each));
              freed.forEach(each -> supply.wakeFor(each.job(), each.ranges()));
            });
  }

  /** Takes the node out; what it still holds is free for others. */
  Uni<Void> leave() {
    leaving = true;
    next.run();
    Presence shown = presence;
    return node == NONE
        ? Uni.createFrom().voidItem()
        : membership
            .leave(node)
            .chain(() -> shown == null ? Uni.createFrom().voidItem() : shown.close());
  }

  /** Whether the node is entered in the database and was in touch with it of late. */
  boolean alive() {
    return node != NONE && !leaving && contact.recent(System.nanoTime(), config.silence());
  }

  /** Why the last heartbeat was not heard, as far as is known. */
  Optional<Throwable> lastMiss() {
    return lastMiss;
  }
}

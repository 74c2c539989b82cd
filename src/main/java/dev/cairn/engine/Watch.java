package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.Events;
import dev.cairn.store.Jobs;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/**
 * The one reader of a followed job's events on this node, and the ring of those it read last.
 *
 * <p>It reads only while a follower waits at its end, so that nothing is read that nobody asks for.
 * A follower that is behind the ring reads the table itself, at its own pace, and so comes back to
 * the ring: a slow one holds nobody up, and nothing is kept for it.
 */
final class Watch {

  private static final Logger LOG = Logger.getLogger(Watch.class);

  /** Events of a page; a page is all that is held for one follower. */
  private static final int PAGE = 500;

  /** Progress may be shown four times a second; more followers cost no more queries. */
  private static final Duration FRESH = Duration.ofMillis(250);

  private final long key;
  private final Events events;
  private final Uni<Optional<Job>> job;
  private final Ring ring = new Ring();
  private final Set<UniEmitter<? super Boolean>> waiting = new HashSet<>();
  private int followers;
  private boolean begun;
  private boolean reading;
  private boolean readAgain;
  private boolean ended;
  private boolean broken;

  Watch(long key, Events events, Jobs jobs) {
    this.key = key;
    this.events = events;
    this.job = Uni.createFrom().deferred(() -> jobs.byKey(key)).memoize().forFixedDuration(FRESH);
  }

  synchronized void join() {
    followers++;
  }

  synchronized void leave() {
    followers--;
  }

  synchronized boolean deserted() {
    return followers == 0;
  }

  synchronized boolean ended() {
    return ended;
  }

  Uni<Optional<Job>> job() {
    return job;
  }

  /** See {@link Following#after}. */
  Uni<List<Event>> after(long number) {
    return Uni.createFrom().deferred(() -> next(number));
  }

  private Uni<List<Event>> next(long number) {
    synchronized (this) {
      if (broken) {
        return Uni.createFrom().failure(goingDown());
      }
      if (begun && number < ring.last()) {
        List<Event> kept = ring.after(number, PAGE);
        return kept.isEmpty() ? events.after(key, number, PAGE) : Uni.createFrom().item(kept);
      }
      if (ended) {
        return Uni.createFrom().item(List.of());
      }
    }
    return news().chain(() -> next(number));
  }

  /** Waits until there is something new. */
  private Uni<Boolean> news() {
    return Uni.createFrom()
        .<Boolean>emitter(
            emitter -> {
              emitter.onTermination(() -> forget(emitter));
              synchronized (this) {
                waiting.add(emitter);
              }
              look();
            });
  }

  private synchronized void forget(UniEmitter<? super Boolean> emitter) {
    waiting.remove(emitter);
  }

  /** Fails all followers: this server goes down, and the job goes on without it. */
  void breakOff() {
    List<UniEmitter<? super Boolean>> told;
    synchronized (this) {
      broken = true;
      told = List.copyOf(waiting);
      waiting.clear();
    }
    told.forEach(emitter -> emitter.fail(goingDown()));
  }

  private static CancellationException goingDown() {
    return new CancellationException("the server goes down");
  }

  /** Reads on, if someone waits; called whenever there may be something new. */
  void look() {
    synchronized (this) {
      if (reading || waiting.isEmpty() || ended) {
        readAgain = reading;
        return;
      }
      reading = true;
    }
    read();
  }

  private void read() {
    step()
        .subscribe()
        .with(
            progressed -> settle(progressed, progressed),
            failure -> {
              // The followers wait on; the poll comes again in a second.
              LOG.debugf(failure, "Events of job %d can't be read", key);
              settle(false, false);
            });
  }

  /** One read; whether it came to something that followers wait for. */
  private Uni<Boolean> step() {
    synchronized (this) {
      if (begun) {
        return events.after(key, ring.last(), PAGE).map(this::append);
      }
    }
    return events.extent(key).map(this::begin);
  }

  /** What is there already each follower reads from the table; the ring takes what comes after. */
  private synchronized boolean begin(Optional<Events.Extent> extent) {
    begun = true;
    ring.begin(extent.map(Events.Extent::last).orElse(0L));
    ended = extent.map(Events.Extent::finished).orElse(true);
    return true;
  }

  private synchronized boolean append(List<Event> page) {
    if (page.isEmpty()) {
      ended = ring.endsWith(Event.JOB_DONE);
      return ended;
    }
    page.forEach(ring::add);
    return true;
  }

  private void settle(boolean progressed, boolean mayBeMore) {
    List<UniEmitter<? super Boolean>> told = List.of();
    boolean again;
    synchronized (this) {
      reading = false;
      again = readAgain;
      readAgain = false;
      if (progressed) {
        told = List.copyOf(waiting);
        waiting.clear();
      }
    }
    told.forEach(emitter -> emitter.complete(true));
    if (again || mayBeMore) {
      look();
    }
  }
}

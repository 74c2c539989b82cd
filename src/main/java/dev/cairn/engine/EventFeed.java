package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.store.Events;
import dev.cairn.store.News;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Live events of jobs. Each job that someone follows is watched once on this node ({@link Watch}),
 * as long as it has followers; all are read together ({@link EventReader}).
 */
@ApplicationScoped
public class EventFeed {

  /**
   * What nobody tells of is found so soon: commits of other nodes whose hint was lost. One
   * statement for all jobs, and none while nobody follows any.
   */
  private static final int POLL_MILLIS = 150;

  /** With more than 1,500 jobs it takes longer, so that polls alone don't fill the database. */
  private static final int JOBS_A_MILLI = 10;

  /** Events of a page that is read for one follower; it is all that is held for it. */
  private static final int PAGE = 500;

  private final Events events;
  private final Vertx vertx;
  private final EventReader reader;
  private final ConcurrentMap<Long, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicInteger untold = new AtomicInteger();
  private final AtomicBoolean polling = new AtomicBoolean();

  EventFeed(Events events, News news, Vertx vertx) {
    this.events = events;
    this.vertx = vertx;
    this.reader = new EventReader(news, vertx, watches.values(), untold);
  }

  /**
   * Begins to follow a job.
   *
   * @param job its internal key
   * @return to be closed by the caller
   */
  public Following follow(long job) {
    Watch joined =
        watches.compute(
            job,
            (key, present) -> {
              Watch watch =
                  present == null || present.ended() ? new Watch(key, reader::look) : present;
              watch.join();
              return watch;
            });
    if (polling.compareAndSet(false, true)) {
      poll();
    }
    return new Following(
        joined, number -> events.after(job, number, PAGE), untold, () -> leave(job, joined));
  }

  /**
   * A job's events after a number, each once and in order, as fast as they are asked for. Completes
   * when the job is finished and its last event has been given.
   */
  public Multi<Event> after(long job, long number) {
    return Multi.createFrom()
        .resource(() -> follow(job), following -> pages(following, number))
        .withFinalizer(Following::close)
        .onItem()
        .disjoint();
  }

  private static Multi<List<Event>> pages(Following following, long number) {
    long[] seen = {number};
    return Multi.createBy()
        .repeating()
        .uni(() -> following.soon(seen[0]).chain(next -> page(following, seen[0], next)))
        .whilst(page -> !page.isEmpty())
        .invoke(page -> seen[0] = page.isEmpty() ? seen[0] : page.getLast().number());
  }

  /** The events of what comes next; none when nothing comes any more. */
  static Uni<List<Event>> page(Following following, long seen, Next next) {
    return switch (next) {
      case Next.Page page -> Uni.createFrom().item(page.after(seen));
      case Next.Behind behind -> following.read(seen);
      case Next.End end -> Uni.createFrom().item(List.of());
      case Next.Wait wait -> throw new IllegalStateException("it is over");
      case Next.Gone gone ->
          Uni.createFrom().failure(new CancellationException("the server goes down"));
    };
  }

  /**
   * To be called when something was committed that adds to a job's events, on whichever node. Costs
   * nothing when nobody follows the job here, and never waits.
   */
  public void committed(long job) {
    Watch watch = watches.get(job);
    if (watch != null) {
      reader.look(watch);
    }
  }

  /** How many jobs are followed on this node. */
  int watched() {
    return watches.size();
  }

  /** Whether the database is asked from time to time. */
  boolean polls() {
    return polling.get();
  }

  /**
   * Breaks all streams off, so that nobody takes the end of this server for the end of a job: they
   * come back, to this node or another.
   */
  void stop(@Observes ShutdownEvent event) {
    watches.values().forEach(Watch::breakOff);
  }

  /** Jitter keeps the polls of several nodes apart. */
  private void poll() {
    int usual = Math.max(POLL_MILLIS, watches.size() / JOBS_A_MILLI);
    int jitter = ThreadLocalRandom.current().nextInt(usual / 3);
    vertx.setTimer(
        usual - usual / 6 + jitter,
        due -> {
          if (watches.isEmpty()) {
            polling.set(false);
            // One may have come between the two lines above.
            if (watches.isEmpty() || !polling.compareAndSet(false, true)) {
              return;
            }
          }
          watches.values().forEach(reader::look);
          poll();
        });
  }

  private void leave(long job, Watch left) {
    left.leave();
    watches.computeIfPresent(job, EventFeed::unlessDeserted);
  }

  private static @Nullable Watch unlessDeserted(long job, Watch watch) {
    return watch.followers() == 0 ? null : watch;
  }
}

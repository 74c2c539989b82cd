package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.store.Events;
import dev.cairn.store.Jobs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Live events of jobs. Each job that someone follows has one reader on this node ({@link Watch}),
 * which lives as long as it has followers.
 */
@ApplicationScoped
public class EventFeed {

  /** Commits of this node are told at once; the poll is for those of other nodes. */
  private static final int POLL_MILLIS = 1_000;

  private final Events events;
  private final Jobs jobs;
  private final Vertx vertx;
  private final ConcurrentMap<Long, Watch> watches = new ConcurrentHashMap<>();

  private volatile long timer;

  EventFeed(Events events, Jobs jobs, Vertx vertx) {
    this.events = events;
    this.jobs = jobs;
    this.vertx = vertx;
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
                  present == null || present.ended() ? new Watch(key, events, jobs) : present;
              watch.join();
              return watch;
            });
    return new Following(joined, () -> leave(job, joined));
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
        .uni(() -> following.after(seen[0]))
        .whilst(page -> !page.isEmpty())
        .invoke(page -> seen[0] = page.isEmpty() ? seen[0] : page.getLast().number());
  }

  /** To be called when this node has committed something that adds to a job's events. */
  public void committed(long job) {
    Watch watch = watches.get(job);
    if (watch != null) {
      watch.look();
    }
  }

  /** How many jobs are followed on this node. */
  int watched() {
    return watches.size();
  }

  void start(@Observes StartupEvent event) {
    poll();
  }

  /**
   * Breaks all streams off, so that nobody takes the end of this server for the end of a job: they
   * come back, to this node or another.
   */
  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
    watches.values().forEach(Watch::breakOff);
  }

  private void poll() {
    int jitter = ThreadLocalRandom.current().nextInt(POLL_MILLIS / 2);
    timer =
        vertx.setTimer(
            POLL_MILLIS * 3 / 4 + jitter,
            due -> {
              watches.values().forEach(Watch::look);
              poll();
            });
  }

  private void leave(long job, Watch left) {
    left.leave();
    watches.computeIfPresent(job, EventFeed::unlessDeserted);
  }

  private static @Nullable Watch unlessDeserted(long job, Watch watch) {
    return watch.deserted() ? null : watch;
  }
}

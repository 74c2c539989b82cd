package dev.cairn.engine;

import dev.cairn.store.Commit;
import dev.cairn.store.Commits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes what finished while the last writes were in flight as one group: under load groups grow by
 * themselves, and a lone result goes at once. A waiter is answered only when its group is
 * committed. The queue is bounded by the lanes, of which each waits for at most one answer.
 *
 * <p>While the database takes nothing the same group is offered again and again, with growing
 * pauses; nobody gets an answer, so no lane goes on and nothing piles up. Used on the engine's loop
 * alone, but for {@link #trouble}.
 */
@Singleton
final class GroupCommit {

  private static final Logger LOG = Logger.getLogger(GroupCommit.class);

  /** A group holds no more than about 8 MiB, so that large results don't add up. */
  private static final long MOST_BYTES = 8 << 20;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * A group that is refused for longer than this is trouble that others should know of; a deadlock,
   * a cut connection or a restart of the database takes less.
   */
  private static final Duration TROUBLE = Duration.ofSeconds(3);

  private record Waiting(Commit commit, Consumer<Commits.Answer> waiter) {}

  /** What was said of a group when it was last offered, and since when it is refused. */
  private record Refused(long since, Throwable last) {}

  private final Commits commits;
  private final EngineLoop loop;
  private final EngineConfig config;
  private final EventFeed feed;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

  /** By group, in flight only: a node without results to write is never in trouble. */
  private final Map<Object, Refused> refused = new ConcurrentHashMap<>();

  private final Counter written;
  private final Counter groups;
  private final Counter refusals;
  private int writing;
  private boolean flushing;

  GroupCommit(
      Commits commits, EngineLoop loop, EngineConfig config, EventFeed feed, MeterRegistry meters) {
    this.commits = commits;
    this.loop = loop;
    this.config = config;
    this.feed = feed;
    this.written = meters.counter("cairn.stage.commits");
    this.groups = meters.counter("cairn.commit.groups");
    this.refusals = meters.counter("cairn.commit.refusals");
  }

  /**
   * Writes a result with the next group.
   *
   * @param waiter told on the engine's loop when it is durable, or refused
   */
  void submit(Commit commit, Consumer<Commits.Answer> waiter) {
    queue.add(new Waiting(commit, waiter));
    flushSoon();
  }

  /** Lanes that go on in the same turn of the loop share a group. */
  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      loop.soon(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    while (!queue.isEmpty() && writing < config.commitConnections()) {
      writing++;
      write(nextGroup());
    }
  }

  private List<Waiting> nextGroup() {
    List<Waiting> group = new ArrayList<>(Math.min(queue.size(), config.groupSize()));
    long bytes = 0;
    Waiting next = queue.peek();
    while (next != null && group.size() < config.groupSize() && bytes < MOST_BYTES) {
      group.add(queue.remove());
      bytes += next.commit().weight();
      next = queue.peek();
    }
    return group;
  }

  private void write(List<Waiting> group) {
    List<Commit> offered = new ArrayList<>(group.size());
    group.forEach(waiting -> offered.add(waiting.commit()));
    Object key = new Object();
    commits
        .write(offered)
        .onFailure()
        .invoke(failure -> refused(key, failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .emitOn(loop)
        .subscribe()
        .with(
            answers -> {
              refused.remove(key);
              answer(group, answers);
            });
  }

  private void refused(Object group, Throwable failure) {
    LOG.warnf("Results can't be written, trying again: %s", failure);
    refusals.increment();
    refused.merge(
        group,
        new Refused(System.nanoTime(), failure),
        (before, now) -> new Refused(before.since(), now.last()));
  }

  /** Why results have not been taken for some seconds; empty when they are, or there are none. */
  Optional<Throwable> trouble() {
    long now = System.nanoTime();
    return refused.values().stream()
        .filter(group -> now - group.since() > TROUBLE.toNanos())
        .map(Refused::last)
        .findAny();
  }

  private void answer(List<Waiting> group, List<Commits.Answer> answers) {
    writing--;
    groups.increment();
    written.increment(group.size());
    Set<Long> jobs = new HashSet<>();
    for (int i = 0; i < group.size(); i++) {
      jobs.add(group.get(i).commit().step().job());
      group.get(i).waiter().accept(answers.get(i));
    }
    jobs.forEach(feed::committed);
    flushSoon();
  }
}

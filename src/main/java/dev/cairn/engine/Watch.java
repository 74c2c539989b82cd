package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.Events;
import dev.cairn.store.News;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job that is followed on this node: the events read last, and who waits for more.
 *
 * <p>It is read on only while a follower waits at its end, so that nothing is read that nobody asks
 * for. A follower that is behind the ring reads the table itself, at its own pace, and so comes
 * back to the ring: a slow one holds nobody up, and nothing is kept for it.
 */
final class Watch {

  private static final Next WAIT = new Next.Wait();
  private static final Next BEHIND = new Next.Behind();
  private static final Next END = new Next.End();
  private static final Next GONE = new Next.Gone();

  private final long key;
  private final Consumer<Watch> look;
  private final Ring ring = new Ring();
  private final Map<Following, Runnable> waiting = new HashMap<>();
  private int followers;
  private boolean begun;
  private boolean ended;
  private boolean broken;

  /** There may be something new that was not read because nobody waited for it. */
  private boolean missed = true;

  /** Followers are to be woken. */
  private boolean news;

  /** There are events that the standing does not count. */
  private boolean changed;

  private long toldAt = System.nanoTime();
  private @Nullable Shared<Standing> standing;

  /**
   * @param look has this watch read soon
   */
  Watch(long key, Consumer<Watch> look) {
    this.key = key;
    this.look = look;
  }

  long key() {
    return key;
  }

  synchronized void join() {
    followers++;
  }

  synchronized void leave() {
    followers--;
  }

  synchronized int followers() {
    return followers;
  }

  synchronized boolean ended() {
    return ended;
  }

  synchronized boolean begun() {
    return begun;
  }

  synchronized Optional<Shared<Standing>> standing() {
    return Optional.ofNullable(standing);
  }

  /** See {@link Following#next}. */
  Next next(Following who, long number, Runnable wake) {
    synchronized (this) {
      if (broken) {
        return GONE;
      }
      if (begun && number < ring.last()) {
        Next.Page page = ring.after(number);
        return page == null ? BEHIND : page;
      }
      if (ended) {
        return END;
      }
      waiting.put(who, wake);
      if (!missed) {
        return WAIT;
      }
      missed = false;
    }
    look.accept(this);
    return WAIT;
  }

  synchronized void forget(Following who) {
    waiting.remove(who);
  }

  /** Tells all followers that this server goes down. */
  void breakOff() {
    synchronized (this) {
      broken = true;
      news = true;
    }
    wake();
  }

  /** Whether someone waits for what may be new; if not, it will be looked for when someone does. */
  synchronized boolean wanted() {
    boolean wanted = !waiting.isEmpty() && !ended && !broken;
    missed |= !wanted;
    return wanted;
  }

  /** What is there already each follower reads from the table; the ring takes what comes after. */
  synchronized void begin(Events.@Nullable Extent extent) {
    begun = true;
    news = true;
    missed = true;
    ring.begin(extent == null ? 0 : extent.last());
    ended = extent == null || extent.finished();
  }

  /** Where its reader stands. */
  synchronized News.Place place() {
    return new News.Place(key, ring.last());
  }

  /**
   * Takes what was read after the place; none when there is nothing as yet.
   *
   * @param asked events that were asked for: when so many came, there may be more
   */
  synchronized void append(List<Event> events, int asked, long allowance) {
    if (events.isEmpty()) {
      // A job that is retried goes on after its end: only a look behind it shows that it has ended.
      ended = ring.endsWith(Event.JOB_DONE);
      news |= ended;
    } else {
      ring.add(events);
      news = true;
      changed = !ring.endsWith(Event.JOB_DONE);
      missed |= !changed || events.size() >= asked;
    }
    ring.trim(allowance);
  }

  /** Whether the standing is older than the events, and old enough to be read again. */
  synchronized boolean wantsStanding(long now, long gapNanos) {
    return changed && now - toldAt >= gapNanos;
  }

  /** Takes the job as it was read after the last event. */
  synchronized void show(Job job, long now) {
    changed = false;
    toldAt = now;
    if (standing == null || !standing.value().sameCounts(job)) {
      standing = new Shared<>(new Standing(job, ring.last()));
      news = true;
    }
  }

  /** Wakes all who wait, if there is something new for them; how many. */
  int wake() {
    List<Runnable> woken;
    synchronized (this) {
      if (!news) {
        return 0;
      }
      news = false;
      woken = List.copyOf(waiting.values());
      waiting.clear();
    }
    woken.forEach(Runnable::run);
    return woken.size();
  }
}

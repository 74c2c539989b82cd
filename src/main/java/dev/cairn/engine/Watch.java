package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.Events;
import dev.cairn.store.News;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Following> told = ConcurrentHashMap.newKeySet();
  private final Ring ring = new Ring();
  private int followers;

  /**
   * The page read last, which most ask for; two event loops at one lock took a sixth of the time.
   */
  private volatile Next.@Nullable Page latest;

  /** Number of the last event read; negative until it has begun. */
  private volatile long last = -1;

  private volatile boolean ended;
  private volatile boolean broken;

  /** Someone has all that was read. */
  private volatile boolean asked;

  /** There may be something new that was not read because nobody asked for it. */
  private volatile boolean missed = true;

  /** Followers are to be woken. */
  private boolean news;

  /** There are events that the standing does not count. */
  private boolean changed;

  private long toldAt = System.nanoTime();
  private volatile @Nullable Shared<Standing> standing;

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

  boolean ended() {
    return ended;
  }

  boolean begun() {
    return last >= 0;
  }

  Optional<Shared<Standing>> standing() {
    return Optional.ofNullable(standing);
  }

  /** Has a follower woken from now on. */
  void tell(Following following) {
    told.add(following);
  }

  void forget(Following following) {
    told.remove(following);
  }

  /**
   * See {@link Following#next}. Takes no lock: what is read is shown first and then followers are
   * woken, so whoever finds nothing here is woken for what comes.
   */
  Next next(long number) {
    boolean end = ended;
    Next.Page page = latest;
    if (broken) {
      return GONE;
    }
    if (page != null && page.first() <= number + 1 && number < page.last()) {
      return page;
    }
    if (number < last) {
      return earlier(number);
    }
    if (end) {
      return END;
    }
    asked = true;
    if (missed) {
      missed = false;
      look.accept(this);
    }
    return WAIT;
  }

  private synchronized Next earlier(long number) {
    Next.Page page = ring.after(number);
    return page == null ? BEHIND : page;
  }

  /** Tells all followers that this server goes down. */
  void breakOff() {
    synchronized (this) {
      broken = true;
      news = true;
    }
    wake();
  }

  /** Whether someone asks for what may be new; if not, it will be looked for when someone does. */
  boolean wanted() {
    missed = true;
    boolean wanted = asked && !ended && !broken;
    if (wanted) {
      missed = false;
    }
    return wanted;
  }

  /** What is there already each follower reads from the table; the ring takes what comes after. */
  synchronized void begin(Events.@Nullable Extent extent) {
    news = true;
    missed = true;
    ring.begin(extent == null ? 0 : extent.last());
    last = ring.last();
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
      latest = ring.add(events);
      last = ring.last();
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
    Shared<Standing> before = standing;
    if (before == null || !before.value().sameCounts(job)) {
      standing = new Shared<>(new Standing(job, ring.last()));
      news = true;
    }
  }

  /** Wakes all followers, if there is something new for them; how many. */
  int wake() {
    synchronized (this) {
      if (!news) {
        return 0;
      }
      news = false;
    }
    asked = false;
    told.forEach(Following::wake);
    return told.size();
  }
}

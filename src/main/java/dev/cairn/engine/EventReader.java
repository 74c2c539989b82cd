package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import dev.cairn.store.News;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Reads for all watches of this node: one statement for many of them, and one after the other. What
 * is asked for while it reads comes with the next statement, so reads grow by themselves when there
 * is much to do, and a lone event is read at once.
 *
 * <p>The next turn begins when the followers of this one are told. So many followers are told less
 * often, of more; what they are told is fresh; and the event loops have time for other requests.
 */
final class EventReader {

  private static final Logger LOG = Logger.getLogger(EventReader.class);

  /**
   * Telling one follower takes about 10 microseconds of a core, measured with 10,000 of them on a
   * quiet machine (0.49 cores for five rounds a second); no more than two fifths of all cores shall
   * do nothing else. On a busy one the next turn waits for those who are not told yet.
   */
  private static final long TELL_NANOS = 2 * 13_000L / Runtime.getRuntime().availableProcessors();

  /** When so few of a turn are not told yet, the next one is read: one in eight. */
  private static final int LEFT = 8;

  /** How often to look whether they are told, and when to stop looking. */
  private static final long LOOK_MILLIS = 2;

  private static final long LOOK_AT_MOST_NANOS = 1_000_000_000;

  /** At most 200 turns a second, however few follow. */
  private static final long LEAST_TURN_NANOS = 5_000_000;

  /**
   * Followers told in one go. Event loops are busy with them for 40 ms together; with 1,000 a round
   * of 10,000 is ten turns, and took twice as long where the database answered slowly.
   */
  private static final int FOLLOWERS = 2_500;

  /** Jobs in a statement. */
  private static final int JOBS = 500;

  /** Events of one job in a statement, and of all. */
  private static final int PAGE = 500;

  private static final int PAGES = 20_000;

  /** All rings together are allowed 32 MiB; a single one 256 KiB, some 700 events. */
  private static final long ALL_RINGS = 32 << 20;

  private static final long LEAST_RING = 4 << 10;
  private static final long MOST_RING = 256 << 10;

  /** Progress is told four times a second, less often when there are more than 50 jobs. */
  private static final Duration STANDING = Duration.ofMillis(250);

  private static final Duration STANDING_EACH = Duration.ofMillis(5);
  private static final Duration STANDING_AT_MOST = Duration.ofSeconds(5);

  private final News news;
  private final Vertx vertx;
  private final Collection<Watch> all;
  private final Set<Watch> due = new LinkedHashSet<>();
  private final AtomicInteger untold;
  private boolean busy;
  private volatile long standingsAt = System.nanoTime();

  /**
   * @param all watches that there are, at any time
   * @param untold how many followers were woken and have not asked yet, at any time
   */
  EventReader(News news, Vertx vertx, Collection<Watch> all, AtomicInteger untold) {
    this.news = news;
    this.vertx = vertx;
    this.all = all;
    this.untold = untold;
  }

  /** Reads soon; to be called whenever there may be something new. */
  void look(Watch watch) {
    synchronized (this) {
      due.add(watch);
      if (busy) {
        return;
      }
      busy = true;
    }
    turn();
  }

  private void turn() {
    long begun = System.nanoTime();
    List<Watch> watches = take();
    if (!watches.isEmpty()) {
      read(watches)
          .onFailure()
          .invoke(failure -> LOG.debugf(failure, "Events can't be read; the poll comes again"))
          .onTermination()
          .invoke(() -> tell(watches, begun))
          .subscribe()
          .with(done -> {}, failure -> {});
    }
  }

  /** Those that are due first; none, and not busy any more, when none is. */
  private synchronized List<Watch> take() {
    List<Watch> watches = new ArrayList<>();
    int followers = 0;
    Iterator<Watch> first = due.iterator();
    while (first.hasNext() && followers < FOLLOWERS && watches.size() < JOBS) {
      Watch watch = first.next();
      first.remove();
      if (watch.wanted()) {
        watches.add(watch);
        followers += watch.followers();
      }
    }
    busy = !watches.isEmpty();
    return watches;
  }

  private Uni<Void> read(List<Watch> watches) {
    List<Watch> fresh = watches.stream().filter(watch -> !watch.begun()).toList();
    List<Watch> begun = watches.stream().filter(Watch::begun).toList();
    return begin(fresh).chain(() -> readOn(begun)).chain(this::readStandings);
  }

  private Uni<Void> begin(List<Watch> fresh) {
    if (fresh.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return news.extents(keys(fresh))
        .invoke(extents -> fresh.forEach(watch -> watch.begin(extents.get(watch.key()))))
        .replaceWithVoid();
  }

  private Uni<Void> readOn(List<Watch> begun) {
    if (begun.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    int most = Math.clamp(PAGES / begun.size(), 1, PAGE);
    return news.after(begun.stream().map(Watch::place).toList(), most)
        .invoke(read -> append(begun, read, most))
        .replaceWithVoid();
  }

  private void append(List<Watch> begun, Map<Long, List<Event>> read, int most) {
    long allowance = Math.clamp(ALL_RINGS / Math.max(1, all.size()), LEAST_RING, MOST_RING);
    begun.forEach(
        watch -> watch.append(read.getOrDefault(watch.key(), List.of()), most, allowance));
  }

  /**
   * Of all jobs, in one statement now and then. After the events: what is shown counts them, and no
   * watch moves on meanwhile. Followers are told with their next events.
   */
  private Uni<Void> readStandings() {
    long now = System.nanoTime();
    if (now - standingsAt < STANDING.toNanos()) {
      return Uni.createFrom().voidItem();
    }
    standingsAt = now;
    long gap = standingGap();
    List<Watch> old =
        all.stream().filter(watch -> watch.wantsStanding(now, gap)).limit(JOBS).toList();
    if (old.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return news.jobs(keys(old))
        .invoke(
            jobs -> {
              for (Watch watch : old) {
                Job job = jobs.get(watch.key());
                if (job != null) {
                  watch.show(job, now);
                }
              }
            })
        .replaceWithVoid();
  }

  private long standingGap() {
    long each = STANDING_EACH.toNanos() * all.size();
    return Math.clamp(each, STANDING.toNanos(), STANDING_AT_MOST.toNanos());
  }

  private static List<Long> keys(List<Watch> watches) {
    return watches.stream().map(Watch::key).toList();
  }

  private void tell(List<Watch> watches, long begun) {
    long followers = 0;
    try {
      for (Watch watch : watches) {
        followers += watch.wake();
      }
    } finally {
      // The database has worked while the event loops told those of before.
      long worked = System.nanoTime() - begun;
      long rest = Math.max(LEAST_TURN_NANOS, followers * TELL_NANOS) - worked;
      long left = followers / LEFT;
      vertx.setTimer(Math.max(1, Duration.ofNanos(rest).toMillis()), due -> goOn(begun, left));
    }
  }

  /** Takes the next turn when the event loops have caught up. */
  private void goOn(long begun, long left) {
    if (untold.get() > left && System.nanoTime() - begun < LOOK_AT_MOST_NANOS) {
      vertx.setTimer(LOOK_MILLIS, due -> goOn(begun, left));
    } else {
      turn();
    }
  }
}

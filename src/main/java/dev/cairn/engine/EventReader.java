package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.store.News;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Reads for all watches of this node: one statement for many of them, and one after the other. What
 * is asked for while it reads comes with the next statement, so reads grow by themselves when there
 * is much to do, and a lone event is read at once.
 *
 * <p>Then it rests for as long as telling the followers takes. So many followers are told less
 * often, of more, and the event loops have time for other requests.
 */
final class EventReader {

  private static final Logger LOG = Logger.getLogger(EventReader.class);

  /** Sending a page to one follower takes about so long, measured with 10,000 of them. */
  private static final long TELL_NANOS = 15_000;

  /** At most 200 statements a second, however few follow. */
  private static final long LEAST_REST_NANOS = 5_000_000;

  /** Followers told in one go: an event loop is kept busy for some milliseconds by it. */
  private static final int FOLLOWERS = 1_000;

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
  private final IntSupplier watched;
  private final Set<Watch> due = new LinkedHashSet<>();
  private boolean busy;

  /**
   * @param watched how many watches there are
   */
  EventReader(News news, Vertx vertx, IntSupplier watched) {
    this.news = news;
    this.vertx = vertx;
    this.watched = watched;
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
    List<Watch> watches = take();
    if (!watches.isEmpty()) {
      read(watches)
          .onFailure()
          .invoke(failure -> LOG.debugf(failure, "Events can't be read; the poll comes again"))
          .onTermination()
          .invoke(() -> rest(watches))
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
    return begin(fresh).chain(() -> readOn(begun)).chain(() -> readStandings(begun));
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
    long allowance =
        Math.clamp(ALL_RINGS / Math.max(1, watched.getAsInt()), LEAST_RING, MOST_RING);
    begun.forEach(
        watch -> watch.append(read.getOrDefault(watch.key(), List.of()), most, allowance));
  }

  /** After the events, so that what is shown counts them. */
  private Uni<Void> readStandings(List<Watch> begun) {
    long now = System.nanoTime();
    long gap = standingGap();
    List<Watch> old = begun.stream().filter(watch -> watch.wantsStanding(now, gap)).toList();
    if (old.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return news.jobs(keys(old))
        .invoke(
            jobs ->
                old.stream()
                    .filter(watch -> jobs.containsKey(watch.key()))
                    .forEach(watch -> watch.show(jobs.get(watch.key()), now)))
        .replaceWithVoid();
  }

  private long standingGap() {
    long each = STANDING_EACH.toNanos() * watched.getAsInt();
    return Math.clamp(each, STANDING.toNanos(), STANDING_AT_MOST.toNanos());
  }

  private static List<Long> keys(List<Watch> watches) {
    return watches.stream().map(Watch::key).toList();
  }

  private void rest(List<Watch> told) {
    long followers = 0;
    try {
      for (Watch watch : told) {
        followers += watch.wake();
      }
    } finally {
      long rest = Math.max(LEAST_REST_NANOS, followers * TELL_NANOS);
      vertx.setTimer(Duration.ofNanos(rest).toMillis(), due -> turn());
    }
  }
}

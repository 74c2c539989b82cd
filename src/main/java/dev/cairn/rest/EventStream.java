package dev.cairn.rest;

import dev.cairn.engine.EventFeed;
import dev.cairn.engine.Following;
import dev.cairn.job.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that one client of a live stream gets. Each is made only when the one before has left,
 * so a slow client is sent fewer, larger ones and holds nobody up.
 */
final class EventStream {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** At most four a second. */
  private static final Duration PROGRESS = Duration.ofMillis(250);

  private static final byte[] END = new byte[0];

  private final EventFeed feed;
  private final Frames frames;

  EventStream(EventFeed feed, Frames frames) {
    this.feed = feed;
    this.frames = frames;
  }

  /** The snapshot, then everything after a number, until the job is finished. */
  Multi<byte[]> of(long job, JobView snapshot, long after) {
    Multi<byte[]> live =
        Multi.createFrom()
            .resource(() -> feed.follow(job), following -> chunks(new Client(following, after)))
            .withFinalizer(Following::close);
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(() -> frames.hello(snapshot)), live);
  }

  private static Multi<byte[]> chunks(Client client) {
    return Multi.createBy()
        .repeating()
        .uni(client::next)
        .whilst(chunk -> chunk != END)
        .filter(chunk -> chunk != END);
  }

  /** Where one client stands. Asked for one chunk after the other, never for two at once. */
  private final class Client {
    private final Following following;
    private long seen;
    private long toldAt = System.nanoTime();
    private boolean changed;
    private @Nullable Progress told;

    Client(Following following, long after) {
      this.following = following;
      this.seen = after;
    }

    Uni<byte[]> next() {
      Duration wait = changed ? untilProgress() : HEARTBEAT;
      if (wait.toMillis() < 1) { // the least a timer can wait
        return progress();
      }
      return following
          .after(seen)
          .map(Optional::of)
          .ifNoItem()
          .after(wait)
          .recoverWithItem(Optional::empty)
          .chain(this::chunk);
    }

    private Duration untilProgress() {
      Duration since = Duration.ofNanos(System.nanoTime() - toldAt);
      return since.compareTo(PROGRESS) >= 0 ? Duration.ZERO : PROGRESS.minus(since);
    }

    private Uni<byte[]> chunk(Optional<List<Event>> arrived) {
      if (arrived.isEmpty()) {
        return changed ? progress() : Uni.createFrom().item(Frames.HEARTBEAT);
      }
      List<Event> events = arrived.get();
      if (events.isEmpty()) {
        return Uni.createFrom().item(END);
      }
      seen = events.getLast().number();
      // job.done is the last; no progress comes behind it
      changed = !events.getLast().type().equals(Event.JOB_DONE);
      return Uni.createFrom().item(frames.events(events));
    }

    private Uni<byte[]> progress() {
      changed = false;
      toldAt = System.nanoTime();
      return following
          .job()
          .map(job -> job.map(Progress::of))
          .chain(
              now -> {
                if (now.isEmpty() || (told != null && now.get().sameCounts(told))) {
                  return next();
                }
                told = now.get();
                return Uni.createFrom().item(frames.progress(now.get()));
              });
    }
  }
}

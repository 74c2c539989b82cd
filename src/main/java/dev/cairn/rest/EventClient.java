package dev.cairn.rest;

import dev.cairn.engine.Following;
import dev.cairn.engine.Next;
import dev.cairn.engine.Shared;
import dev.cairn.engine.Standing;
import dev.cairn.job.Event;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client of a live stream: where it stands, and whether it takes more. Lives on one event loop.
 *
 * <p>It is sent something only while its connection has room, so that of a client that reads
 * slowly, or not at all, no more is held than its connection's buffer (64 KiB) and a page.
 */
final class EventClient {

  private static final Logger LOG = Logger.getLogger(EventClient.class);

  /** Pages that came together are sent together, up to so many bytes: one call instead of many. */
  private static final int TOGETHER = 32 << 10;

  /** So long to wait before the table is read again after that has failed. */
  private static final long AGAIN_MILLIS = 1_000;

  private final HttpServerResponse response;
  private final EventLoop loop;
  private final Runnable close;
  private final Following following;
  private final Frames frames;
  private final Runnable wake = this::wake;
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile long sentAt = System.nanoTime();
  private long seen;
  private boolean done;
  private @Nullable Shared<Standing> told;
  private @Nullable Buffer pending;
  private boolean reading;
  private volatile boolean over;

  /**
   * @param loop all happens there
   * @param close run once, when nothing more is sent
   */
  EventClient(
      HttpServerResponse response,
      EventLoop loop,
      Runnable close,
      Following following,
      Frames frames) {
    this.response = response;
    this.loop = loop;
    this.close = close;
    this.following = following;
    this.frames = frames;
  }

  /**
   * Begins.
   *
   * @param hello what comes first
   * @param after number of the event behind which it begins
   */
  void begin(Buffer hello, long after) {
    seen = after;
    response.drainHandler(drained -> wake());
    send(hello);
    wake();
  }

  /** There may be something to send. On any thread; many calls cost no more than one. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      loop.pump(this);
    }
  }

  /** Sends what there is, until the connection is full, or something must be waited for. */
  void pump() {
    woken.set(false);
    boolean more = !over;
    while (more) {
      Next next =
          following.next(seen, wake); // also says that it was woken, though it takes nothing
      more = !reading && !response.writeQueueFull() && step(next) && !over;
    }
    flush();
  }

  /** Whether to go on at once. */
  private boolean step(Next next) {
    return switch (next) {
      case Next.Page page -> {
        add(frames.page(page, seen));
        passed(page.events().value());
        yield true;
      }
      case Next.Behind behind -> {
        flush();
        readTable();
        yield false;
      }
      case Next.Wait wait -> {
        progress();
        yield false;
      }
      case Next.End end -> {
        flush();
        finish(response::end);
        yield false;
      }
      case Next.Gone gone -> {
        breakOff();
        yield false;
      }
    };
  }

  private void passed(List<Event> events) {
    seen = events.getLast().number();
    done = events.getLast().type().equals(Event.JOB_DONE);
  }

  private void readTable() {
    reading = true;
    following
        .read(seen)
        .subscribe()
        .with(
            events -> loop.run(() -> read(events)),
            failure -> {
              LOG.debugf(failure, "Events can't be read, trying again");
              loop.runIn(AGAIN_MILLIS, () -> read(List.of()));
            });
  }

  private void read(List<Event> events) {
    reading = false;
    if (!events.isEmpty()) {
      add(Frames.events(events));
      passed(events);
      progress();
      flush();
    }
    pump();
  }

  /** Nothing that is older than the events, and nothing behind the last. */
  private void progress() {
    Optional<Shared<Standing>> standing = following.standing();
    if (standing.isPresent()
        && standing.get() != told
        && standing.get().value().number() >= seen
        && !done) {
      told = standing.get();
      add(frames.progress(standing.get()));
    }
  }

  private void add(Buffer buffer) {
    Buffer before = pending;
    pending = before == null ? buffer : joined(before, buffer);
    if (pending.length() >= TOGETHER) {
      flush();
    }
  }

  /** Both are shared with other clients: neither may be changed. */
  private static Buffer joined(Buffer first, Buffer second) {
    return Buffer.buffer(first.length() + second.length()).appendBuffer(first).appendBuffer(second);
  }

  private void flush() {
    Buffer sent = pending;
    pending = null;
    if (sent != null) {
      send(sent);
    }
  }

  private void send(Buffer buffer) {
    if (!over) {
      sentAt = System.nanoTime();
      response.write(buffer);
    }
  }

  /**
   * Says that the connection lives, if nothing was sent for so long. A connection that is full has
   * something to send.
   */
  void beat(long nowNanos, Duration silence) {
    if (nowNanos - sentAt >= silence.toNanos()) {
      loop.run(
          () -> {
            if (!over && !response.writeQueueFull()) {
              send(Frames.HEARTBEAT);
            }
          });
    }
  }

  /** Whether nothing more is sent. */
  boolean over() {
    return over;
  }

  /** The stream breaks off, so that nobody takes it for the end of the job. */
  void breakOff() {
    finish(response::reset);
  }

  /** The client is gone. */
  void gone() {
    loop.run(() -> finish(() -> {}));
  }

  private void finish(Runnable last) {
    if (!over) {
      over = true;
      following.close();
      last.run();
      close.run();
    }
  }
}

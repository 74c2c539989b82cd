package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The events of one job across broken connections and server restarts. A reader of its own connects
 * with {@code Last-Event-ID}, drops what was seen before, and waits longer from failure to failure;
 * the queue between it and the watcher is bounded, so a slow terminal slows the server's sending
 * and nothing else.
 */
final class EventStream implements AutoCloseable {

  private static final int LARGEST_EVENT = 8 << 20;
  private static final int QUEUE = 1024;

  /** Three heartbeats of the server: a connection that is silent for longer is dead. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration TO_CLOSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final Api api;
  private final String job;
  private final Clock clock;
  private final Patience patience;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(QUEUE);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread reader;

  private volatile Instant lastContact;
  private volatile InputStream current = InputStream.nullInputStream();
  private Optional<String> lastEventId = Optional.empty();
  private Backoff backoff;
  private boolean interrupted;

  EventStream(Api api, String job, Clock clock, Patience patience) {
    this.api = api;
    this.job = job;
    this.clock = clock;
    this.patience = patience;
    this.backoff = patience.backoff();
    this.lastContact = clock.instant();
    this.reader = Thread.ofVirtual().name("events of " + job).unstarted(this::read);
  }

  EventStream open() {
    reader.start();
    return this;
  }

  /** The next signal, or nothing when none came in that time. */
  Optional<Signal> next(Duration wait) throws InterruptedException {
    Signal signal = signals.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null && Duration.between(lastContact, clock.instant()).compareTo(SILENCE) > 0) {
      breakOff();
    }
    return Optional.ofNullable(signal);
  }

  @Override
  public void close() {
    closing.countDown();
    breakOff();
    reader.interrupt();
    try {
      reader.join(TO_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void breakOff() {
    try {
      current.close();
    } catch (IOException e) {
      // it is being thrown away
    }
  }

  private void read() {
    try {
      connectAgainAndAgain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connectAgainAndAgain() throws InterruptedException {
    int failures = 0;
    boolean more = true;
    while (more && closing.getCount() > 0) {
      try {
        connect();
        failures = 0;
      } catch (IOException | Failure e) {
        more = mayTryAgain(e);
        failures++;
      }
      if (more) {
        boolean closed = closing.await(backoff.before(failures).toMillis(), TimeUnit.MILLISECONDS);
        more = !closed;
      }
    }
  }

  /** One connection from its beginning to its end. */
  private void connect() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = api.events(job, lastEventId);
    touch();
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 204) {
        signals.put(new Signal.Exhausted());
      } else {
        current = body;
        follow(body);
      }
    }
  }

  private void follow(InputStream body) throws IOException, InterruptedException {
    SseParser parser = new SseParser(LARGEST_EVENT);
    byte[] buffer = new byte[16 << 10];
    for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
      touch();
      if (interrupted) {
        interrupted = false;
        signals.put(new Signal.Regained());
      }
      for (ServerEvent event : parser.feed(buffer, length)) {
        if (isNew(event)) {
          signals.put(new Signal.Received(event));
          lastEventId = event.id().or(() -> lastEventId);
        }
      }
      parser.retry().ifPresent(this::retryAfter);
    }
  }

  private void retryAfter(Duration wanted) {
    backoff =
        patience.backoff().startingAt(wanted.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wanted);
  }

  /** Numbers grow; what is not above the last one was seen on an earlier connection. */
  private boolean isNew(ServerEvent event) {
    OptionalLong given = event.id().map(EventStream::number).orElse(OptionalLong.empty());
    OptionalLong last = lastEventId.map(EventStream::number).orElse(OptionalLong.empty());
    return given.isEmpty() || last.isEmpty() || given.getAsLong() > last.getAsLong();
  }

  private static OptionalLong number(String id) {
    return id.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
  }

  private void touch() {
    lastContact = clock.instant();
  }

  private boolean mayTryAgain(Exception trouble) throws InterruptedException {
    if (trouble instanceof Failure.Refused refused && !mayPass(refused)) {
      signals.put(new Signal.GivenUp(refused));
      return false;
    }
    if (Duration.between(lastContact, clock.instant()).compareTo(patience.limit()) >= 0) {
      signals.put(new Signal.GivenUp(outOfContact(trouble)));
      return false;
    }
    if (!interrupted) {
      interrupted = true;
      signals.put(new Signal.Interrupted(Exchange.why(trouble)));
    }
    return true;
  }

  private static boolean mayPass(Failure.Refused refused) {
    return refused.status() >= 500 || refused.status() == 429 || refused.status() == 408;
  }

  private Failure outOfContact(Exception trouble) {
    String line = Exchange.why(trouble) + "; nothing heard for " + Plain.duration(patience.limit());
    return new Failure.NoContact(line, trouble);
  }
}

package dev.cairn.rest;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has all live streams of this node say that they live when they have been silent: one timer for
 * all, and none without streams.
 */
@Singleton
final class Heartbeats {

  /** Proxies cut connections that are silent for 30 or 60 seconds. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  Heartbeats(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Takes a stream on; it is forgotten when it is over. */
  void add(EventClient client) {
    clients.add(client);
    begin();
  }

  private void begin() {
    if (looking.compareAndSet(false, true)) {
      vertx.setPeriodic(LOOK_MILLIS, this::look);
    }
  }

  private void look(long timer) {
    beat(System.nanoTime());
    if (clients.isEmpty()) {
      vertx.cancelTimer(timer);
      looking.set(false);
      if (!clients.isEmpty()) { // one came between the lines
        begin();
      }
    }
  }

  /** Sends to those that have been silent up to an instant. */
  void beat(long nowNanos) {
    clients.removeIf(EventClient::over);
    clients.forEach(client -> client.beat(nowNanos, SILENCE));
  }
}

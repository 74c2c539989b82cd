package dev.cairn.rest;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Where the clients of one event loop take their turns. Those who are woken together are run
 * together: a task for each, and with it often a system call that wakes the loop, was a fifth of
 * the work of sending.
 */
final class EventLoop {

  private static final Logger LOG = Logger.getLogger(EventLoop.class);

  /** So many, about 2 ms, then others of this event loop have their turn. */
  private static final int TOGETHER = 100;

  private final Context context;
  private final Queue<EventClient> due = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  EventLoop(Context context) {
    this.context = context;
  }

  /** Has a client send what it can. */
  void pump(EventClient client) {
    due.add(client);
    if (running.compareAndSet(false, true)) {
      run(this::some);
    }
  }

  void run(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  void runIn(long millis, Runnable task) {
    context.owner().setTimer(millis, now -> run(task));
  }

  private void some() {
    EventClient client = due.poll();
    for (int n = 1; client != null; n++) {
      pumpNow(client);
      client = n < TOGETHER ? due.poll() : null;
    }
    if (due.isEmpty()) {
      running.set(false);
      // One may have come between the two lines above.
      if (due.isEmpty() || !running.compareAndSet(false, true)) {
        return;
      }
    }
    run(this::some);
  }

  private static void pumpNow(EventClient client) {
    try {
      client.pump();
    } catch (RuntimeException e) {
      LOG.warn("A stream breaks off", e);
      client.breakOff();
    }
  }
}

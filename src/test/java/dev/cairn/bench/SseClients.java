package dev.cairn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongBinaryOperator;

/**
 * Many subscribers on one thread and one buffer, so that ten thousand of them cost less than the
 * server they load. Started once; the figures are read while it runs or when it is closed.
 */
final class SseClients implements AutoCloseable {

  /** Connections on their way at once: below the server's queue of them. */
  private static final int CONNECTING = 100;

  private static final int BUFFER = 64 << 10;
  private static final long RECONNECT_EVERY_NANOS = 100_000_000;

  /**
   * How the subscribers behave.
   *
   * @param reconnects connections that break off by themselves each second, and come back with
   *     Last-Event-ID
   */
  record Manner(InetSocketAddress server, int reconnects) {}

  private final Manner manner;
  private final List<SseConnection> subscribers;
  private final LongBinaryOperator committedAt;
  private final Latencies latencies = new Latencies();
  private final ArrayDeque<SseConnection> toConnect = new ArrayDeque<>();
  private final AtomicInteger streaming = new AtomicInteger();
  private final Random random = new Random(42);
  private final Selector selector;
  private final Thread thread;
  private volatile boolean measuring;
  private volatile boolean closed;
  private volatile long notBefore = Long.MAX_VALUE;
  private int connecting;
  private int reconnected;

  /**
   * @param committedAt of a job's position and an event's number: when it was sent to the database
   */
  SseClients(Manner manner, List<SseConnection> subscribers, LongBinaryOperator committedAt)
      throws IOException {
    this.manner = manner;
    this.subscribers = List.copyOf(subscribers);
    this.committedAt = committedAt;
    this.toConnect.addAll(subscribers);
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().name("subscribers").start(this::run);
  }

  int streaming() {
    return streaming.get();
  }

  int reconnected() {
    return reconnected;
  }

  long bytes() {
    return subscribers.stream().mapToLong(SseConnection::bytes).sum();
  }

  /** From now on latencies of events committed later are counted, and connections break off. */
  void measure() {
    notBefore = System.nanoTime();
    measuring = true;
  }

  /** Connections stay from now on. */
  void settle() {
    measuring = false;
  }

  Latencies latencies() {
    return latencies;
  }

  List<SseConnection> subscribers() {
    return subscribers;
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    List<SelectionKey> ready = new ArrayList<>();
    long nextReconnect = System.nanoTime();
    try {
      while (!closed) {
        connectMore();
        if (measuring && System.nanoTime() > nextReconnect) {
          nextReconnect = System.nanoTime() + RECONNECT_EVERY_NANOS;
          breakOff(manner.reconnects() / 10);
        }
        selector.select(20);
        ready.addAll(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
          serve(key, buffer);
        }
        ready.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connectMore() throws IOException {
    while (connecting < CONNECTING && !toConnect.isEmpty()) {
      toConnect.remove().connect(manner.server(), selector);
      connecting++;
    }
  }

  private void breakOff(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SseConnection chosen = subscribers.get(random.nextInt(subscribers.size()));
      if (chosen.streams()) {
        chosen.close();
        streaming.decrementAndGet();
        reconnected++;
        chosen.connect(manner.server(), selector);
        connecting++;
      }
    }
  }

  private void serve(SelectionKey key, ByteBuffer buffer) throws IOException {
    SseConnection subscriber = (SseConnection) key.attachment();
    if (!key.isValid()) {
      return;
    }
    if (key.isConnectable()) {
      subscriber.ask();
      key.interestOps(SelectionKey.OP_READ);
    } else if (key.isReadable()) {
      boolean streamed = subscriber.streams();
      if (!subscriber.read(buffer, this::event)) {
        throw new IOException("the server has closed a connection after " + subscriber.seen());
      }
      if (!streamed && subscriber.streams()) {
        connecting--;
        streaming.incrementAndGet();
      }
    }
  }

  private void event(int job, long number, long received) {
    long committed = committedAt.applyAsLong(job, number);
    if (committed >= notBefore) {
      latencies.add(received - committed);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SseConnection subscriber : subscribers) {
      subscriber.close();
    }
    selector.close();
  }
}

package dev.cairn.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The way from one node to its database, which can be cut, slowed and stalled. Listens on the
 * loopback only; each connection is two threads that pass bytes on.
 */
final class Wire implements AutoCloseable {

  private static final int BUFFER = 16 << 10;
  private static final int BACKLOG = 64;
  private static final int CONNECT_MILLIS = 5_000;

  /** What the wire is like. */
  sealed interface Weather {
    /** Bytes pass at once. */
    record Fair() implements Weather {}

    /** Each piece of at most 16 KiB waits so long, in either direction. */
    record Slow(Duration delay) implements Weather {}

    /** Connections stay open and no byte passes; those that wait pass later. */
    record Stalled() implements Weather {}

    /** All connections are cut, and new ones at once. */
    record Down() implements Weather {}
  }

  private final ServerSocket socket;
  private final IntSupplier target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Weather weather = new Weather.Fair();

  /**
   * @param target the port to pass on to, asked for each connection: a restart may change it
   */
  Wire(IntSupplier target) {
    this.target = target;
    try {
      socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  void fair() {
    become(new Weather.Fair());
  }

  void slow(Duration delay) {
    become(new Weather.Slow(delay));
  }

  void stall() {
    become(new Weather.Stalled());
  }

  void cut() {
    become(new Weather.Down());
    open.forEach(Wire::end);
  }

  private void become(Weather next) {
    lock.lock();
    try {
      weather = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(server);
    try (client;
        server) {
      if (!passes()) {
        return;
      }
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()),
          CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> pass(server, client));
      pass(client, server);
      back.join();
    } catch (IOException e) {
      // The database is down, or one side left: the other learns of it by the closing.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      open.remove(server);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(bytes);
      while (read >= 0 && passes()) {
        out.write(bytes, 0, read);
        read = in.read(bytes);
      }
    } catch (IOException e) {
      // As below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from);
      end(to);
    }
  }

  /** Waits as long as the weather asks; whether the bytes may pass then. */
  private boolean passes() throws InterruptedException {
    lock.lock();
    try {
      long left = weather instanceof Weather.Slow slow ? slow.delay().toNanos() : 0;
      while (true) {
        switch (weather) {
          case Weather.Fair fair -> {
            return true;
          }
          case Weather.Down down -> {
            return false;
          }
          case Weather.Slow slow -> {
            if (left <= 0) {
              return true;
            }
            left = changed.awaitNanos(left);
          }
          // Bounded, so that nothing waits for ever on a wire that nobody mends.
          case Weather.Stalled stalled -> {
            if (!changed.await(1, TimeUnit.MINUTES)) {
              return false;
            }
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

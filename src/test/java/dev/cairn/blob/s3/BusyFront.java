package dev.cairn.blob.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and answers the first connections with 503; passes the others on. */
final class BusyFront implements AutoCloseable {

  private final URI behind;
  private final int busy;
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger refused = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  /**
   * @param busy connections that are refused
   */
  BusyFront(URI behind, int busy) throws IOException {
    this.behind = behind;
    this.busy = busy;
    threads.execute(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  int refused() {
    return refused.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        if (refused.get() < busy) {
          refused.incrementAndGet();
          threads.execute(() -> refuse(client));
        } else {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), behind.getPort());
          threads.execute(() -> copy(client, server));
          threads.execute(() -> copy(server, client));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void refuse(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      if (in.read(new byte[1 << 16]) > 0) {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII));
        client.shutdownOutput();
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // by one of them
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}

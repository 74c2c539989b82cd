package dev.cairn.bench;

import dev.cairn.Hand;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Subscribers that ask for a stream and never read it. */
final class StoppedReaders implements AutoCloseable {

  /** So that their connections are full after a moment. */
  private static final int BUFFER = 4 << 10;

  private final List<SocketChannel> channels = new ArrayList<>();

  StoppedReaders(InetSocketAddress server, List<Hand.Held> jobs, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channels.add(channel);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
      channel.connect(server);
      String request =
          "GET /v1/jobs/%s/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
              .formatted(jobs.get(i % jobs.size()).id());
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}

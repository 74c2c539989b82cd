package dev.cairn.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber: reads the stream byte by byte as it comes and checks that event numbers follow
 * each other without gap or repetition, through all its connections. Keeps no text.
 */
final class SseConnection {

  /** Told of every event in order. */
  @FunctionalInterface
  interface Sink {
    void event(int job, long number, long receivedNanos);
  }

  private enum Part {
    HEAD,
    SIZE,
    DATA,
    DATA_END
  }

  private static final byte[] ID = {'i', 'd', ':', ' '};
  private static final byte[] STATUS = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

  private final int job;
  private final UUID jobId;
  private long seen;
  private @Nullable SocketChannel channel;
  private Part part = Part.HEAD;
  private int column;
  private boolean blankLine;
  private boolean idLine;
  private long number;
  private int chunkLeft;
  private int afterChunk;
  private long bytes;
  private @Nullable String complaint;

  SseConnection(int job, UUID jobId, long seen) {
    this.job = job;
    this.jobId = jobId;
    this.seen = seen;
  }

  int job() {
    return job;
  }

  long seen() {
    return seen;
  }

  long bytes() {
    return bytes;
  }

  /** What was not as promised; null when all was. */
  @Nullable String complaint() {
    return complaint;
  }

  /** Whether the answer has begun. */
  boolean streams() {
    return part != Part.HEAD;
  }

  /** Begins a connection that goes on behind the last event seen. */
  void connect(InetSocketAddress server, Selector selector) throws IOException {
    part = Part.HEAD;
    column = 0;
    blankLine = true;
    SocketChannel opened = SocketChannel.open();
    channel = opened;
    opened.configureBlocking(false);
    opened.register(selector, SelectionKey.OP_CONNECT, this);
    opened.connect(server);
  }

  /** Sends the request; the channel has just connected. */
  void ask() throws IOException {
    SocketChannel open = channel;
    if (open == null || !open.finishConnect()) {
      return;
    }
    String request =
        "GET /v1/jobs/%s/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nLast-Event-ID: %d\r\n\r\n"
            .formatted(jobId, seen);
    ByteBuffer sent = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (sent.hasRemaining()) {
      open.write(sent);
    }
  }

  /** Reads what is there; whether the connection stays. */
  boolean read(ByteBuffer buffer, Sink sink) throws IOException {
    SocketChannel open = channel;
    buffer.clear();
    int read = open == null ? -1 : open.read(buffer);
    if (read < 0) {
      return false;
    }
    long now = System.nanoTime();
    bytes += read;
    buffer.flip();
    while (buffer.hasRemaining()) {
      take(buffer.get(), now, sink);
    }
    return true;
  }

  void close() throws IOException {
    SocketChannel open = channel;
    if (open != null) {
      open.close();
    }
  }

  private void take(byte b, long now, Sink sink) {
    switch (part) {
      case HEAD -> head(b);
      case SIZE -> size(b);
      case DATA -> {
        data(b, now, sink);
        if (--chunkLeft == 0) {
          part = Part.DATA_END;
          afterChunk = 2;
        }
      }
      case DATA_END -> {
        if (--afterChunk == 0) {
          part = Part.SIZE;
        }
      }
    }
  }

  private void head(byte b) {
    if (column < STATUS.length && b != STATUS[column]) {
      complain("the answer is no 200");
    }
    column++;
    if (b == '\n') {
      if (blankLine) {
        part = Part.SIZE;
        column = 0;
        idLine = true;
        number = 0;
        chunkLeft = 0;
      }
      blankLine = true;
    } else if (b != '\r') {
      blankLine = false;
    }
  }

  private void size(byte b) {
    if (b == '\n') {
      part = Part.DATA;
      if (chunkLeft == 0) {
        complain("the stream has ended");
      }
    } else if (b != '\r') {
      chunkLeft = chunkLeft * 16 + Character.digit(b, 16);
    }
  }

  private void data(byte b, long now, Sink sink) {
    if (b == '\n') {
      if (idLine && column > ID.length) {
        event(now, sink);
      }
      column = 0;
      idLine = true;
      number = 0;
      return;
    }
    if (idLine) {
      if (column < ID.length) {
        idLine = b == ID[column];
      } else {
        number = number * 10 + (b - '0');
      }
    }
    column++;
  }

  private void event(long now, Sink sink) {
    if (number != seen + 1) {
      complain("event " + number + " comes after " + seen);
    }
    seen = number;
    sink.event(job, number, now);
  }

  private void complain(String text) {
    if (complaint == null) {
      complaint = text;
    }
  }
}

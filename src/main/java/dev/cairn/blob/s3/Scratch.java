package dev.cairn.blob.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.LongStream;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * A file of this machine for what is on its way to the bucket: a request that is tried again reads
 * it again.
 */
final class Scratch implements AutoCloseable {

  static final String SUFFIX = ".piece";

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final FileChannel channel;

  Scratch(Path folder) throws IOException {
    this.file = Files.createTempFile(folder, "s3", SUFFIX);
    this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  long size() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the buffer. */
  void read(ByteBuffer bytes, long position) throws IOException {
    long start = position - bytes.position();
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException(file.toString());
      }
    }
  }

  /** All of it, for a request, read as it is sent. It must stay as it is until that is answered. */
  AsyncRequestBody body() {
    long length = size();
    SdkPublisher<ByteBuffer> chunks = SdkPublisher.fromIterable(() -> chunks(length));
    return new AsyncRequestBody() {
      @Override
      public Optional<Long> contentLength() {
        return Optional.of(length);
      }

      @Override
      public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        chunks.subscribe(subscriber);
      }
    };
  }

  private Iterator<ByteBuffer> chunks(long length) {
    return LongStream.iterate(0, at -> at < length, at -> at + CHUNK)
        .mapToObj(at -> chunk(at, (int) Math.min(CHUNK, length - at)))
        .iterator();
  }

  private ByteBuffer chunk(long at, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      read(bytes, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.flip();
  }

  void empty() throws IOException {
    channel.truncate(0).position(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}

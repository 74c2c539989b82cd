package dev.cairn.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A file on its way up, streamed from disk, that counts what has left. */
final class CountingBody implements BodyPublisher {

  private final BodyPublisher file;
  private final LongConsumer onSent;
  private final AtomicLong sent = new AtomicLong();

  private CountingBody(BodyPublisher file, LongConsumer onSent) {
    this.file = file;
    this.onSent = onSent;
  }

  /**
   * @param onSent told how many more bytes have left; the number is negative when they have to be
   *     sent again
   */
  static CountingBody of(Path path, LongConsumer onSent) {
    try {
      return new CountingBody(BodyPublishers.ofFile(path), onSent);
    } catch (FileNotFoundException e) {
      throw Failure.error("cannot read " + path + ": it is gone", e);
    }
  }

  /**
   * The rest of a file.
   *
   * @param offset bytes that are not sent
   */
  static CountingBody of(InputFile file, long offset, LongConsumer onSent) {
    BodyPublisher rest = BodyPublishers.ofInputStream(() -> open(file.path(), offset));
    return new CountingBody(
        BodyPublishers.fromPublisher(rest, Math.max(1, file.size() - offset)), onSent);
  }

  private static InputStream open(Path path, long offset) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException e) {
      throw Failure.error("cannot read " + path + ": " + Exchange.why(e), e);
    }
  }

  long sent() {
    return sent.get();
  }

  @Override
  public long contentLength() {
    return file.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    onSent.accept(-sent.getAndSet(0));
    file.subscribe(new Counting(subscriber));
  }

  private final class Counting implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> next;

    Counting(Flow.Subscriber<? super ByteBuffer> next) {
      this.next = next;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      next.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      int length = bytes.remaining();
      next.onNext(bytes);
      sent.addAndGet(length);
      onSent.accept(length);
    }

    @Override
    public void onError(Throwable problem) {
      next.onError(problem);
    }

    @Override
    public void onComplete() {
      next.onComplete();
    }
  }
}

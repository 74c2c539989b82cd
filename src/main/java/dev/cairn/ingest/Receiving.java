package dev.cairn.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one request on their way to the disk: what arrives while a batch is written is the
 * next batch. The sender is held back by what is not written yet. However it ends, by the last
 * byte, by a cut or because it is stopped, all that was received has been written when it does. All
 * on the request's event loop but the writing, so without locks.
 */
final class Receiving implements Flow.Subscriber<Buffer> {

  /** Buffers on their way; the server reads at most 8 KiB into one, so these are half a MiB. */
  private static final int WINDOW = 64;

  /** A sender that says nothing for so long may be gone. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** Where the bytes go, on threads of its own; asked for one thing at a time. */
  interface Sink {
    Uni<Void> write(List<Buffer> batch);

    /** Nothing has come for a while. */
    Uni<Void> rest();
  }

  private final Sink sink;
  private final Executor loop;
  private List<Buffer> received = new ArrayList<>();
  private boolean writing;
  private boolean watched;
  private long buffers;
  private boolean over;
  private @Nullable Throwable why;
  private Flow.@Nullable Subscription source;
  private @Nullable UniEmitter<? super Void> done;

  /**
   * @param loop runs things where the bytes come
   */
  Receiving(Sink sink, Executor loop) {
    this.sink = sink;
    this.loop = loop;
  }

  /** Reads all bytes; fails as they fail, when what was received is written. */
  Uni<Void> receive(Multi<Buffer> bytes) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                loop.execute(
                    () -> {
                      done = emitter;
                      if (over) {
                        writeNext();
                      } else {
                        bytes.subscribe().withSubscriber(this);
                      }
                    }));
  }

  /** Ends it before its end; to be called from anywhere. */
  void stop(Throwable reason) {
    loop.execute(
        () -> {
          if (!over) {
            cancel();
            end(reason);
          }
        });
  }

  private void cancel() {
    if (source != null) {
      source.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    subscription.request(WINDOW);
  }

  @Override
  public void onNext(Buffer buffer) {
    received.add(buffer);
    buffers++;
    writeNext();
  }

  @Override
  public void onError(Throwable failure) {
    end(failure);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  private void end(@Nullable Throwable reason) {
    if (!over) {
      over = true;
      why = reason;
      writeNext();
    }
  }

  private void writeNext() {
    if (writing) {
      return;
    }
    if (!received.isEmpty()) {
      List<Buffer> batch = received;
      received = new ArrayList<>();
      run(sink.write(batch), batch.size());
    } else if (over && done != null) {
      finish();
    }
  }

  private void run(Uni<Void> task, int written) {
    writing = true;
    task.subscribe()
        .with(
            done -> loop.execute(() -> written(written)),
            failure -> loop.execute(() -> notWritten(failure)));
  }

  private void written(int written) {
    writing = false;
    if (!over && written > 0) {
      Objects.requireNonNull(source, "begun").request(written);
      watch();
    }
    writeNext();
  }

  /** Sees to it that the sink knows when the sender falls silent. */
  private void watch() {
    if (!watched) {
      watched = true;
      long before = buffers;
      Uni.createFrom()
          .voidItem()
          .onItem()
          .delayIt()
          .by(QUIET)
          .subscribe()
          .with(later -> loop.execute(() -> look(before)));
    }
  }

  private void look(long before) {
    watched = false;
    if (over) {
      return;
    }
    if (writing || buffers > before) {
      watch();
    } else {
      run(sink.rest(), 0);
    }
  }

  private void notWritten(Throwable failure) {
    writing = false;
    received = new ArrayList<>();
    if (!over) {
      cancel();
    }
    over = true;
    why = failure;
    finish();
  }

  private void finish() {
    UniEmitter<? super Void> waiting = Objects.requireNonNull(done, "begun");
    if (why == null) {
      waiting.complete(null);
    } else {
      waiting.fail(why);
    }
  }
}

package dev.cairn.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
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

  private final Function<List<Buffer>, Uni<Void>> write;
  private final Executor loop;
  private List<Buffer> received = new ArrayList<>();
  private boolean writing;
  private boolean over;
  private @Nullable Throwable why;
  private Flow.@Nullable Subscription source;
  private @Nullable UniEmitter<? super Void> done;

  /**
   * @param write writes a batch, on threads of its own
   * @param loop runs things where the bytes come
   */
  Receiving(Function<List<Buffer>, Uni<Void>> write, Executor loop) {
    this.write = write;
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
      writing = true;
      write
          .apply(batch)
          .subscribe()
          .with(
              written -> loop.execute(() -> written(batch.size())),
              failure -> loop.execute(() -> notWritten(failure)));
    } else if (over && done != null) {
      finish();
    }
  }

  private void written(int buffers) {
    writing = false;
    if (!over) {
      Objects.requireNonNull(source, "begun").request(buffers);
    }
    writeNext();
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

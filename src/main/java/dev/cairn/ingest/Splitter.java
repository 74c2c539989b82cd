package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.job.Content;
import dev.cairn.job.DocumentsAdded;
import dev.cairn.job.UploadsWaiting;
import dev.cairn.store.Splits;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Splits uploads whose documents are lines, piece by piece; processing starts meanwhile. */
@ApplicationScoped
public class Splitter {

  private static final Logger LOG = Logger.getLogger(Splitter.class);

  private final Splits splits;
  private final BlobStore blobs;
  private final Event<DocumentsAdded> added;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cairn-splitter").factory());
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Unread unread = new Unread();
  private final Ahead ahead = new Ahead();

  Splitter(Splits splits, BlobStore blobs, Event<DocumentsAdded> added) {
    this.splits = splits;
    this.blobs = blobs;
    this.added = added;
  }

  @PreDestroy
  void close() {
    reader.shutdownNow();
  }

  /** There is something to split, perhaps left behind by another node. */
  void waiting(@ObservesAsync UploadsWaiting found) {
    wake();
  }

  /** To be called when a job was taken in whose uploads are to be split. */
  public void wake() {
    if (busy.compareAndSet(false, true)) {
      piece();
    }
  }

  private void piece() {
    long began = System.nanoTime();
    splits
        .next(unread.resting(), ahead.resting(), this::cut)
        .subscribe()
        .with(step -> done(step, began), failure -> done(trouble(failure), began));
  }

  private void done(Optional<Splits.Step> step, long began) {
    if (step.isPresent()) {
      ahead.split(step.get(), Duration.ofNanos(System.nanoTime() - began));
      added.fireAsync(new DocumentsAdded(step.get().job()));
      piece();
    } else {
      busy.set(false);
      ahead.shortest().ifPresent(this::wakeAfter);
    }
  }

  private void wakeAfter(Duration rest) {
    Uni.createFrom().voidItem().onItem().delayIt().by(rest).subscribe().with(rested -> wake());
  }

  private static Optional<Splits.Step> trouble(Throwable failure) {
    LOG.warnf("An upload can't be split now, trying again: %s", failure);
    return Optional.empty();
  }

  private Uni<Splits.Found> cut(Splits.Cursor cursor) {
    return Uni.createFrom().item(() -> read(cursor)).runSubscriptionOn(reader);
  }

  private Splits.Found read(Splits.Cursor at) {
    Content rest = new Content(at.blob(), at.cursor(), at.size() - at.cursor());
    try (InputStream in = blobs.open(rest)) {
      Splits.Piece piece = Lines.next(in, at);
      unread.forget(at.blob());
      return piece;
    } catch (IOException e) {
      return unread.failed(at.blob(), e).map(Splits.Unreadable::new).orElseThrow(() -> again(e));
    }
  }

  private static UncheckedIOException again(IOException e) {
    return new UncheckedIOException(e);
  }
}

package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Uploads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Receives files. */
@ApplicationScoped
public class Ingest {

  /**
   * Buffers written in one go. The server reads at most 8 KiB into one, so that an upload has 256
   * KiB in flight.
   */
  private static final int BATCH = 32;

  private final BlobStore blobs;
  private final Uploads uploads;
  private final long most;
  private final ExecutorService workers;

  Ingest(BlobStore blobs, Uploads uploads, IngestConfig config) {
    this.blobs = blobs;
    this.uploads = uploads;
    this.most = config.maxUploadBytes().asLongValue();
    this.workers =
        Executors.newFixedThreadPool(
            config.workers(), Thread.ofPlatform().name("cairn-ingest-", 0).daemon().factory());
  }

  @PreDestroy
  void stop() {
    workers.shutdownNow();
  }

  /**
   * Refuses a file whose sender says beforehand that it is too large.
   *
   * @throws ProblemException 413 {@code upload-too-large}
   */
  public void expect(long size) {
    if (size > most) {
      throw Incoming.tooLarge(most);
    }
  }

  /**
   * Reads a file to its end, as fast as the disk takes it, and enters it as an upload. When the
   * bytes break off, nothing of it stays.
   *
   * @param here where to go on afterwards
   * @throws ProblemException 413 {@code upload-too-large} (as a failed Uni)
   */
  public Uni<Upload> receive(long tenant, Arrival arrival, Executor here) {
    return store(arrival, here).chain(file -> uploads.add(tenant, file));
  }

  /**
   * Reads a file to its end as {@link #receive} does, and leaves it to the caller to have it named
   * by something in the database, soon: else it is swept away some time later.
   *
   * @param here where to go on afterwards
   * @throws ProblemException 413 {@code upload-too-large} (as a failed Uni)
   */
  public Uni<StoredFile> store(Arrival arrival, Executor here) {
    return onWorker(this::open)
        .chain(
            incoming ->
                written(incoming, arrival.bytes())
                    .chain(() -> onWorker(() -> finish(incoming, arrival)))
                    .onTermination()
                    .invoke(() -> workers.execute(incoming::close)))
        .emitOn(here);
  }

  /** One task a batch: many uploads take turns on few threads, and none starves. */
  private Uni<Void> written(Incoming incoming, Multi<Buffer> bytes) {
    return bytes
        .group()
        .intoLists()
        .of(BATCH)
        .onItem()
        .transformToUniAndConcatenate(batch -> onWorker(() -> write(incoming, batch)))
        .onItem()
        .ignoreAsUni();
  }

  private Incoming open() {
    try {
      return new Incoming(blobs.create(), most);
    } catch (IOException e) {
      throw new UncheckedIOException("an upload can't be begun", e);
    }
  }

  private static StoredFile finish(Incoming incoming, Arrival arrival) {
    return incoming.finish(arrival.name(), arrival.declaredType());
  }

  private static List<Buffer> write(Incoming incoming, List<Buffer> batch) {
    incoming.write(batch);
    return batch;
  }

  private <T> Uni<T> onWorker(Supplier<T> task) {
    return Uni.createFrom().item(task).runSubscriptionOn(workers);
  }
}

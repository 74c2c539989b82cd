package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Uploads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;

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
  private final Workers workers;
  private final long most;

  Ingest(BlobStore blobs, Uploads uploads, Workers workers, IngestConfig config) {
    this.blobs = blobs;
    this.uploads = uploads;
    this.workers = workers;
    this.most = config.maxUploadBytes().asLongValue();
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
  public Uni<Upload> receive(long tenant, SentFile file, Executor here) {
    return store(file, here).chain(stored -> uploads.add(tenant, stored));
  }

  /**
   * Reads a file to its end as {@link #receive} does, and leaves it to the caller to have it named
   * by something in the database, soon: else it is swept away some time later.
   *
   * @param here where to go on afterwards
   * @throws ProblemException 413 {@code upload-too-large} (as a failed Uni)
   */
  public Uni<StoredFile> store(SentFile file, Executor here) {
    return workers
        .run(() -> new Incoming(blobs.create(), most))
        .chain(
            incoming ->
                written(incoming, file.bytes())
                    .chain(
                        () -> workers.run(() -> incoming.finish(file.name(), file.declaredType())))
                    .onTermination()
                    .invoke(() -> workers.later(incoming::close)))
        .emitOn(here);
  }

  /** One task a batch: many uploads take turns on few threads, and none starves. */
  private Uni<Void> written(Incoming incoming, Multi<Buffer> bytes) {
    return bytes
        .group()
        .intoLists()
        .of(BATCH)
        .onItem()
        .transformToUniAndConcatenate(batch -> workers.perform(() -> incoming.write(batch)))
        .onItem()
        .ignoreAsUni();
  }
}

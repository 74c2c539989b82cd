package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.job.Announcement;
import dev.cairn.job.Content;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Uploads;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes one upload of several that were sent side by side. */
@ApplicationScoped
public class Concatenation {

  /** Each takes as long as its bytes take to copy: apart, so that other uploads go on meanwhile. */
  private static final int AT_ONCE = 2;

  private final BlobStore blobs;
  private final Uploads uploads;
  private final long most;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().name("cairn-concat-", 0).daemon().factory());

  Concatenation(BlobStore blobs, Uploads uploads, IngestConfig config) {
    this.blobs = blobs;
    this.uploads = uploads;
    this.most = config.maxUploadBytes().asLongValue();
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  /**
   * Makes one upload of others, in that order. They stay.
   *
   * @param pieces ids of uploads that were announced as pieces, all whole; an id may come again
   * @throws ProblemException 422 {@code unknown-upload} when one is not there, not whole or no
   *     piece; 413 {@code upload-too-large} (as a failed Uni)
   */
  public Uni<Upload> join(long tenant, Announcement given, List<UUID> pieces) {
    Announcement announced = given.named(FileName.clean(given.name()));
    return uploads
        .pieces(tenant, pieces)
        .invoke(found -> check(pieces, found))
        .chain(
            found ->
                Uni.createFrom().item(() -> joined(announced, found)).runSubscriptionOn(threads))
        .chain(file -> uploads.add(tenant, announced, file));
  }

  private void check(List<UUID> asked, List<Upload> found) {
    List<UUID> ids = found.stream().map(Upload::id).toList();
    for (UUID id : asked) {
      if (!ids.contains(id)) {
        throw ProblemException.permanent(
            Problem.ofField(
                "unknown-upload",
                "There is no such upload",
                422,
                "Upload-Concat",
                "No upload " + id + " that is whole and was announced as partial."));
      }
    }
    if (found.stream().mapToLong(Upload::size).sum() > most) {
      throw Incoming.tooLarge(most);
    }
  }

  private StoredFile joined(Announcement announced, List<Upload> pieces) {
    byte[] buffer = new byte[1 << 18];
    try (BlobWriter writer = blobs.create()) {
      for (Upload piece : pieces) {
        try (InputStream in = blobs.open(new Content(piece.blob(), 0, piece.size()))) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            writer.write(ByteBuffer.wrap(buffer, 0, read));
          }
        }
      }
      String blob = writer.finish();
      String type = MediaTypes.of(blobs, blob, announced);
      return new StoredFile(announced.name(), type, blob, writer.size());
    } catch (IOException e) {
      throw new UncheckedIOException("uploads can't be joined", e);
    }
  }
}

package dev.cairn.ingest;

import dev.cairn.blob.BlobConfig;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.FileBlobs;
import dev.cairn.blob.s3.S3Blobs;
import dev.cairn.store.PostgresBlobs;
import dev.cairn.store.Schema;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Gives the server its blob store, and tidies it at start. */
@Singleton
class BlobFolder {

  private static final Logger LOG = Logger.getLogger(BlobFolder.class);

  @Produces
  @Singleton
  BlobStore store(BlobConfig config, Instance<PostgresBlobs> postgres) {
    return switch (config.store()) {
      case "file" -> files(config);
      case "postgres" -> postgres.get();
      case "s3" -> Bucket.open(config.s3());
      case String other ->
          throw new IllegalArgumentException(
              "cairn.blob.store is '" + other + "'; it must be file, postgres or s3");
    };
  }

  private static BlobStore files(BlobConfig config) {
    try {
      return new FileBlobs(config.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("the blob folder can't be made: " + config.folder(), e);
    }
  }

  /** Apart, so that nothing of the client is loaded by servers that keep blobs elsewhere. */
  private static final class Bucket {

    static BlobStore open(BlobConfig.S3 config) {
      try {
        S3Blobs blobs = new S3Blobs(config);
        blobs.check();
        return blobs;
      } catch (IOException e) {
        // without its cause: of a start that fails the innermost reason is told
        LOG.debug("The bucket can't be used", e);
        throw new IllegalStateException(e.getMessage());
      }
    }
  }

  void close(@Disposes BlobStore blobs) throws Exception {
    if (blobs instanceof AutoCloseable open) {
      open.close();
    }
  }

  /** What is wrong with the settings ends the start. */
  void open(@Observes StartupEvent event, BlobStore blobs) {
    LOG.debugf("Blobs are kept by %s", blobs);
  }

  /** Another server may share the store, so only age tells what nobody writes any more. */
  void tidy(@Observes Schema.Ready ready, BlobStore blobs, IngestConfig config) {
    try {
      int removed = blobs.removeUnfinished(Instant.now().minus(config.keepUnfinished()));
      if (removed > 0) {
        LOG.infof("Removed %d unfinished uploads", removed);
      }
    } catch (IOException e) {
      LOG.warnf("Unfinished uploads can't be removed: %s", e.getMessage());
    }
  }
}

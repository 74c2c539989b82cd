package dev.cairn.ingest;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.FileBlobs;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Gives the server its blob store, and tidies it at start. */
@Singleton
class BlobFolder {

  private static final Logger LOG = Logger.getLogger(BlobFolder.class);

  /** Where blobs live. */
  @ConfigMapping(prefix = "cairn.blob")
  interface BlobConfig {
    /** The folder; made when missing. */
    Path folder();
  }

  @Produces
  @Singleton
  BlobStore store(BlobConfig config) {
    try {
      return new FileBlobs(config.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("the blob folder can't be made: " + config.folder(), e);
    }
  }

  /** Another server may share the folder, so only age tells what nobody writes any more. */
  void tidy(@Observes StartupEvent event, BlobStore blobs, IngestConfig config) {
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

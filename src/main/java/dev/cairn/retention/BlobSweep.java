package dev.cairn.retention;

import dev.cairn.blob.BlobStore;
import dev.cairn.store.Arrivals;
import dev.cairn.store.LooseBlobs;
import dev.cairn.store.LooseBlobs.Doomed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Removes the files of blobs to which nothing refers. */
@Singleton
class BlobSweep {

  private static final Logger LOG = Logger.getLogger(BlobSweep.class);

  /** The store spreads its files over so many folders. */
  private static final int FOLDERS = 256;

  /** Files asked about in one statement. */
  private static final int BATCH = 500;

  private final LooseBlobs loose;
  private final Arrivals arrivals;
  private final BlobStore blobs;
  private final RetentionConfig config;
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cairn-retention").factory());

  /** Begins anywhere, so that servers that are often restarted still come to all of them. */
  private final AtomicInteger folder =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(FOLDERS));

  /** Whether the folder is this database's alone; while it is not, no file is removed. */
  private volatile boolean ours;

  BlobSweep(LooseBlobs loose, Arrivals arrivals, BlobStore blobs, RetentionConfig config) {
    this.loose = loose;
    this.arrivals = arrivals;
    this.blobs = blobs;
    this.config = config;
  }

  @PreDestroy
  void close() {
    disk.shutdownNow();
  }

  /** The next candidates; how many there were. */
  Uni<Integer> step() {
    if (!ours) {
      return Uni.createFrom().item(0);
    }
    return loose.step(
        config.blobs(),
        doomed -> Uni.createFrom().item(() -> remove(doomed)).runSubscriptionOn(disk));
  }

  /** Gives back some of the room of what was removed; how much, in no particular unit. */
  Uni<Integer> reclaim() {
    return Uni.createFrom().item(this::reclaimed).runSubscriptionOn(disk);
  }

  private int reclaimed() {
    try {
      return blobs.reclaim();
    } catch (IOException e) {
      throw new UncheckedIOException("room of removed blobs can't be given back", e);
    }
  }

  /** Those whose files must stay for now. */
  private List<String> remove(Doomed doomed) {
    List<String> young = new ArrayList<>();
    for (String blob : doomed.blobs()) {
      if (!gone(blob, doomed.before())) {
        young.add(blob);
      }
    }
    return young;
  }

  private boolean gone(String blob, Instant before) {
    try {
      return blobs.remove(blob, before);
    } catch (IOException e) {
      LOG.warnf("A file without owner can't be removed, trying again later: %s", e);
      return false;
    }
  }

  /**
   * Sees whose the folder is, before any file is in it at best: a server that is given another
   * database would else find that nothing refers to the files of the one before.
   */
  Uni<Void> claim(UUID database) {
    return Uni.createFrom()
        .item(() -> owned(database))
        .runSubscriptionOn(disk)
        .invoke(owned -> ours = owned)
        .replaceWithVoid();
  }

  private boolean owned(UUID database) {
    try {
      boolean owned = blobs.ownedBy(database);
      if (!owned) {
        LOG.warnf(
            "The blob folder is not marked as this database's: files are not removed. If no other uses it, write %s into its file 'owner'.",
            database);
      }
      return owned;
    } catch (IOException e) {
      throw new UncheckedIOException("the blob folder can't be read", e);
    }
  }

  /** Puts back what a sweep that was cut short had put aside. */
  Uni<Void> putBack() {
    return Uni.createFrom().item(this::back).runSubscriptionOn(disk).replaceWithVoid();
  }

  private int back() {
    try {
      return ours ? blobs.putBack() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("files can't be put back", e);
    }
  }

  /**
   * Throws away what arrived of uploads that were given up.
   *
   * @return how many they were
   */
  Uni<Integer> discard(List<UUID> uploads) {
    return Uni.createFrom().item(() -> discarded(uploads)).runSubscriptionOn(disk);
  }

  private int discarded(List<UUID> uploads) {
    for (UUID upload : uploads) {
      try {
        blobs.discard(upload);
      } catch (IOException e) {
        LOG.warnf("What arrived of an upload can't be removed, trying again later: %s", e);
      }
    }
    return uploads.size();
  }

  /**
   * Looks through the next folder for files that no row ever named, because a server died in
   * between. All folders take some four hours; then a grace time passes, as for all others.
   *
   * @param now on the database's clock
   */
  Uni<Void> strays(Instant now) {
    if (!ours) {
      return Uni.createFrom().voidItem();
    }
    int next = folder.getAndUpdate(last -> (last + 1) % FOLDERS);
    return Uni.createFrom()
        .item(() -> list(next, now.minus(config.blobs())))
        .runSubscriptionOn(disk)
        .onItem()
        .transformToMulti(Multi.createFrom()::iterable)
        .group()
        .intoLists()
        .of(BATCH)
        .onItem()
        .transformToUniAndConcatenate(files -> Rest.after(() -> loose.enterStrays(files)))
        .onItem()
        .ignoreAsUni()
        .chain(() -> strayDrafts(now.minus(config.blobs())));
  }

  private Uni<Void> strayDrafts(Instant before) {
    return Uni.createFrom()
        .item(() -> drafts(before))
        .runSubscriptionOn(disk)
        .chain(arrivals::unknown)
        .chain(this::discard)
        .replaceWithVoid();
  }

  private List<UUID> drafts(Instant before) {
    try {
      return blobs.drafts(before);
    } catch (IOException e) {
      throw new UncheckedIOException("drafts can't be listed", e);
    }
  }

  private List<String> list(int first, Instant before) {
    try {
      return blobs.list(first, before);
    } catch (IOException e) {
      throw new UncheckedIOException("the blob folder can't be read", e);
    }
  }
}

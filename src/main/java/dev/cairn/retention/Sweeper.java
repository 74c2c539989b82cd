package dev.cairn.retention;

import dev.cairn.job.JobDeleted;
import dev.cairn.store.Expiry;
import dev.cairn.store.Graves;
import dev.cairn.store.Schema;
import dev.cairn.store.Sweeps;
import dev.cairn.store.Sweeps.Found;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sweeps when a job was deleted and once a minute, as long as there is something to remove. While
 * there is nothing, that is one statement a minute, and on the node whose turn it is a second one
 * for a folder of blobs, when that holds any.
 */
@ApplicationScoped
public class Sweeper {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final UUID node = UUID.randomUUID();
  private final Sweeps sweeps;
  private final Graves graves;
  private final Expiry expiry;
  private final BlobSweep blobs;
  private final RetentionConfig config;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();
  private final AtomicBoolean straysDue = new AtomicBoolean();
  private volatile boolean begun;
  private volatile boolean stopping;

  Sweeper(Sweeps sweeps, Graves graves, Expiry expiry, BlobSweep blobs, RetentionConfig config) {
    if (config.blobs().compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("cairn.retention.blobs is less than a minute");
    }
    this.sweeps = sweeps;
    this.graves = graves;
    this.expiry = expiry;
    this.blobs = blobs;
    this.config = config;
  }

  /** Before the first file can arrive: the schema is there by now, so this is one short wait. */
  void start(@Observes Schema.Ready ready) {
    claim()
        .ifNoItem()
        .after(FIRST_ANSWER)
        .fail()
        .onFailure()
        .invoke(failure -> LOG.warnf("The blob folder's owner is looked up later: %s", failure))
        .onFailure()
        .recoverWithNull()
        .await()
        .indefinitely();
  }

  private Uni<Void> claim() {
    return sweeps.databaseId().chain(blobs::claim);
  }

  @Scheduled(every = "{cairn.retention.every}", delayed = "{cairn.retention.every}")
  @NonBlocking
  void tick() {
    straysDue.set(true);
    wake();
  }

  void deleted(@ObservesAsync JobDeleted job) {
    wake();
  }

  private void wake() {
    again.set(true);
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    again.set(false);
    sweep(keep())
        .subscribe()
        .with(
            done -> settle(),
            failure -> {
              LOG.warnf("Nothing can be swept now, trying again in a minute: %s", failure);
              again.set(false);
              settle();
            });
  }

  private void settle() {
    busy.set(false);
    if (again.get() && !stopping) {
      wake();
    }
  }

  private Sweeps.Keep keep() {
    return new Sweeps.Keep(config.jobs(), config.uploads(), config.events(), config.blobs());
  }

  /** Removes all there is to remove, if it is this node's turn. */
  Uni<Void> sweep(Sweeps.Keep keep) {
    return Multi.createBy()
        .repeating()
        .uni(() -> round(keep))
        .whilst(removed -> removed > 0 && !stopping)
        .onItem()
        .ignoreAsUni();
  }

  /** One step of each kind that there is something of; how much was removed. */
  private Uni<Integer> round(Sweeps.Keep keep) {
    return sweeps
        .look(node, config.every(), keep)
        .chain(
            found ->
                found.isPresent() ? begin().chain(() -> round(found.get(), keep)) : notMyTurn());
  }

  private Uni<Integer> notMyTurn() {
    begun = false;
    return Uni.createFrom().item(0);
  }

  /** Once, when this node's turn begins. */
  private Uni<Void> begin() {
    return begun
        ? Uni.createFrom().voidItem()
        : claim().chain(blobs::putBack).invoke(() -> begun = true);
  }

  private Uni<Integer> round(Found found, Sweeps.Keep keep) {
    return Multi.createFrom()
        .iterable(steps(found, keep))
        .onItem()
        .transformToUniAndConcatenate(Rest::after)
        .collect()
        .with(Collectors.summingInt(Integer::intValue))
        .call(removed -> removed == 0 ? strays(found) : Uni.createFrom().voidItem());
  }

  private List<Supplier<Uni<Integer>>> steps(Found found, Sweeps.Keep keep) {
    List<Supplier<Uni<Integer>>> steps = new ArrayList<>();
    if (found.jobs()) {
      steps.add(() -> expiry.jobs(keep.jobs().orElseThrow()).invoke(Sweeper::tell));
    }
    if (found.graves()) {
      steps.add(() -> graves.step().map(more -> more ? 1 : 0));
    }
    if (found.uploads()) {
      steps.add(() -> expiry.uploads(keep.uploads()));
    }
    if (found.arrivals()) {
      steps.add(() -> expiry.arrivals().chain(blobs::discard));
    }
    if (found.keys()) {
      steps.add(() -> expiry.keys(Sweeps.KEYS));
    }
    if (found.events()) {
      steps.add(() -> expiry.events(keep.events().orElseThrow()));
    }
    if (found.blobs()) {
      steps.add(blobs::step);
    }
    steps.add(blobs::reclaim);
    return steps;
  }

  private static void tell(int jobs) {
    if (jobs > 0) {
      LOG.infof("Deleted %d jobs that were finished long ago", jobs);
    }
  }

  private Uni<Void> strays(Found found) {
    return straysDue.compareAndSet(true, false)
        ? blobs.strays(found.at())
        : Uni.createFrom().voidItem();
  }

  /** Lets another node have the turn. */
  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    sweeps
        .leave(node)
        .ifNoItem()
        .after(FAREWELL)
        .fail()
        .onFailure()
        .recoverWithNull() // the turn runs out by itself
        .await()
        .indefinitely();
  }
}

package dev.cairn.engine;

import dev.cairn.job.JobState;
import dev.cairn.pipeline.Pipelines;
import dev.cairn.store.Nodes;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Keeps the node alive in the database, hears of pauses and stops, and frees what dead nodes held.
 * Used on the engine's loop alone.
 */
@Singleton
class Heart {

  private static final Logger LOG = Logger.getLogger(Heart.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long NONE = -1;

  private final Nodes nodes;
  private final EngineLoop loop;
  private final EngineConfig config;
  private final Supply supply;
  private final Pipelines pipelines;
  private volatile long node = NONE;
  private boolean beating;
  private boolean again;
  private boolean leaving;

  Heart(Nodes nodes, EngineLoop loop, EngineConfig config, Supply supply, Pipelines pipelines) {
    this.nodes = nodes;
    this.loop = loop;
    this.config = config;
    this.supply = supply;
    this.pipelines = pipelines;
  }

  /** Enters the node, however long the database takes, and frees what dead nodes held. */
  Uni<Void> start() {
    return enter()
        .chain(() -> rescue(config.alone() ? Duration.ZERO : config.silence()))
        .onFailure()
        .invoke(failure -> LOG.warnf("Waiting for the database: %s", failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .emitOn(loop);
  }

  private Uni<Void> enter() {
    if (node != NONE) {
      return Uni.createFrom().voidItem();
    }
    return nodes
        .register("pid " + ProcessHandle.current().pid())
        .emitOn(loop)
        .invoke(
            key -> {
              node = key;
              supply.serve(key, pipelines);
            })
        .replaceWithVoid();
  }

  private Uni<Void> rescue(Duration silence) {
    return nodes
        .rescue(node, silence)
        .emitOn(loop)
        .invoke(
            jobs -> {
              if (!jobs.isEmpty()) {
                LOG.infof("Took over documents of %d jobs from a lost node", jobs.size());
                supply.wake();
              }
            })
        .replaceWithVoid();
  }

  @Scheduled(
      every = "${cairn.engine.heartbeat:2s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    loop.execute(this::beatNow);
    return Uni.createFrom().voidItem();
  }

  /** Says that the node lives, hears of the state of its jobs, and looks for work. */
  void beatNow() {
    if (node == NONE || leaving) {
      return;
    }
    if (beating) {
      again = true;
      return;
    }
    beating = true;
    nodes
        .heartbeat(node)
        .emitOn(loop)
        .chain(this::heard)
        .chain(() -> rescue(config.silence()))
        .onFailure()
        .invoke(failure -> LOG.warnf("No heartbeat: %s", failure))
        .onFailure()
        .recoverWithNull()
        .emitOn(loop)
        .subscribe()
        .with(ignored -> beaten());
  }

  private void beaten() {
    beating = false;
    supply.wake();
    if (again) {
      again = false;
      beatNow();
    }
  }

  private Uni<Void> heard(Optional<List<Nodes.Held>> answer) {
    if (answer.isEmpty()) {
      LOG.warn("This node was thought dead and its documents were given away; it begins anew");
      supply.jobs().forEach(supply::halt);
      node = NONE;
      return enter();
    }
    Set<Long> working = new HashSet<>();
    for (Nodes.Held held : answer.get()) {
      if (held.state() == JobState.RUNNING || held.state() == JobState.QUEUED) {
        working.add(held.job());
      }
    }
    supply.jobs().stream().filter(job -> !working.contains(job)).forEach(supply::halt);
    return Uni.createFrom().voidItem();
  }

  /** Takes the node out; what it still holds is free for others. */
  Uni<Void> leave() {
    leaving = true;
    return node == NONE ? Uni.createFrom().voidItem() : nodes.leave(node);
  }

  /** Whether the node is entered in the database. */
  boolean alive() {
    return node != NONE && !leaving;
  }
}

package dev.cairn.engine;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The stream of documents through this node: from the supply, through lanes, and back. A document
 * is asked for only when a lane is free (promise 4, Bounded).
 *
 * <p>Lanes are counted, not subscribed to: a merge of 4096 streams looks through all of them each
 * time one ends, which was 45% of the loop's time. Used on the engine's loop alone.
 */
@Singleton
final class Flow {

  private final EngineConfig config;
  private final Supply supply;
  private final Lane lane;
  private final Returns returns;
  private final ByteBudget budget;
  private final CompletableFuture<Void> dry = new CompletableFuture<>();
  private int inFlight;
  private boolean drawing;
  private boolean closing;

  Flow(EngineConfig config, Supply supply, Lane lane, Returns returns) {
    this.config = config;
    this.supply = supply;
    this.lane = lane;
    this.returns = returns;
    this.budget = new ByteBudget(config.bytesInFlight().asLongValue());
  }

  /** Lets documents flow. */
  void start() {
    supply.open(config.lanes(), this::draw);
  }

  /** Fills free lanes from what is at hand, and has more brought when that was not enough. */
  private void draw() {
    if (drawing) {
      return;
    }
    drawing = true;
    Task task = lanesFree() ? supply.poll() : null;
    while (task != null) {
      carry(task);
      task = lanesFree() ? supply.poll() : null;
    }
    drawing = false;
    if (closing && inFlight == 0) {
      dry.complete(null);
    } else if (lanesFree()) {
      supply.refill();
    }
  }

  private boolean lanesFree() {
    return inFlight < config.lanes();
  }

  private void carry(Task task) {
    inFlight++;
    budget.acquire(
        task.document().content().length(),
        taken -> lane.walk(task, end -> ended(task, taken, end)));
  }

  private void ended(Task task, long taken, Lane.End end) {
    inFlight--;
    budget.release(taken);
    task.range().left(task, end);
    draw();
  }

  /** Lets stages in flight finish and commit; completes when all ranges are given back. */
  Uni<Void> drain(Duration patience) {
    closing = true;
    supply.close(patience);
    draw();
    return Uni.createFrom().completionStage(dry).chain(returns::settled);
  }
}

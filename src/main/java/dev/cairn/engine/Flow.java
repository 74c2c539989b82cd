package dev.cairn.engine;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** The stream of documents through this node: from the supply, through lanes, and back. */
@Singleton
final class Flow {

  private static final Logger LOG = Logger.getLogger(Flow.class);

  private final EngineConfig config;
  private final Supply supply;
  private final Lane lane;
  private final Returns returns;
  private final ByteBudget budget;
  private final CompletableFuture<Void> dry = new CompletableFuture<>();

  Flow(EngineConfig config, Supply supply, Lane lane, Returns returns) {
    this.config = config;
    this.supply = supply;
    this.lane = lane;
    this.returns = returns;
    this.budget = new ByteBudget(config.bytesInFlight().asLongValue());
  }

  /** Lets documents flow: a document is asked for only when a lane is free. */
  void start() {
    Multi.createBy()
        .repeating()
        .uni(supply::next)
        .whilst(Optional::isPresent)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .onItem()
        .transformToUni(this::carry)
        .merge(config.lanes())
        .subscribe()
        .with(ended -> {}, this::broken, () -> dry.complete(null));
  }

  private Uni<Lane.End> carry(Task task) {
    return budget
        .acquire(task.document().content().length())
        .chain(
            taken ->
                lane.walk(task)
                    .invoke(
                        end -> {
                          budget.release(taken);
                          task.range().left(task, end);
                          supply.nudge();
                        }));
  }

  /** Nothing of ours may fail here; a node that did so must not seem well. */
  private void broken(Throwable failure) {
    LOG.fatal("The flow of documents broke; restart this server", failure);
    supply.close();
    dry.complete(null);
  }

  /** Whether documents can still flow. */
  boolean flowing() {
    return !dry.isDone();
  }

  /** Lets stages in flight finish and commit; completes when all ranges are given back. */
  Uni<Void> drain() {
    supply.close();
    return Uni.createFrom().completionStage(dry).chain(returns::settled);
  }
}

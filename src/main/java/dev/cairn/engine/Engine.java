package dev.cairn.engine;

import dev.cairn.job.DocumentsAdded;
import dev.cairn.job.Rescued;
import dev.cairn.store.Database;
import dev.cairn.store.Schema;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Starts and stops the work of this node, and passes on that there is something to do. */
@ApplicationScoped
public class Engine {

  private static final Logger LOG = Logger.getLogger(Engine.class);

  private final EngineLoop loop;
  private final EngineConfig config;
  private final Flow flow;
  private final Heart heart;
  private final GroupCommit commits;

  Engine(EngineLoop loop, EngineConfig config, Flow flow, Heart heart, GroupCommit commits) {
    this.loop = loop;
    this.config = config;
    this.flow = flow;
    this.heart = heart;
    this.commits = commits;
  }

  void start(@Observes Schema.Ready ready) {
    loop.execute(() -> heart.start().subscribe().with(entered -> flow.start()));
  }

  void more(@ObservesAsync DocumentsAdded added) {
    lookForWork();
  }

  /** To be called when there may be documents to take. */
  public void lookForWork() {
    loop.execute(heart::lookForWork);
  }

  /** To be called when a job was told to do something else. */
  public void obey() {
    loop.execute(
        () -> {
          heart.lookForWork();
          heart.beatNow();
        });
  }

  /**
   * Takes over at once what nodes held whose connection is gone.
   *
   * @return what was taken over
   */
  public Uni<List<Rescued>> recover() {
    return Uni.createFrom()
        .emitter(
            emitter ->
                loop.execute(
                    () -> heart.recover().subscribe().with(emitter::complete, emitter::fail)));
  }

  /**
   * Why this node can't work, in words for whoever runs it: it is not in touch with its database,
   * or that takes no results. Empty when it can.
   */
  public Optional<String> trouble() {
    if (!heart.alive()) {
      return Optional.of("no heartbeat" + because(heart.lastMiss()));
    }
    Optional<Throwable> refused = commits.trouble();
    return refused.isPresent()
        ? Optional.of("results are not taken" + because(refused))
        : Optional.empty();
  }

  private static String because(Optional<Throwable> failure) {
    return failure.map(why -> ": " + Database.reason(why)).orElse("");
  }

  /** Lets stages in flight finish and commit, for a while; what is left is begun again later. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    CompletableFuture<Void> left = new CompletableFuture<>();
    loop.execute(
        () ->
            flow.drain(config.grace())
                .chain(heart::leave)
                .subscribe()
                .with(done -> left.complete(null), left::completeExceptionally));
    try {
      left.get(config.grace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("Stages still run after %s; their documents will be begun again", config.grace());
    } catch (ExecutionException e) {
      LOG.warnf("Could not leave in good order: %s", e.getCause());
    }
  }
}

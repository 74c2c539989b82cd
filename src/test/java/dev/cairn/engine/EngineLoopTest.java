package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All of the engine's state is touched by one thread. */
class EngineLoopTest {

  private final Vertx vertx = Vertx.vertx();
  private final EngineLoop loop = new EngineLoop(vertx);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsDoneThereIsDoneAtOnce() {
    List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.execute(() -> order.add("inner"));
          order.add("outer");
          done.complete(null);
        });
    done.orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(order).containsExactly("inner", "outer");
  }

  /** An asynchronous observer of an event that the loop fires runs so. */
  @Test
  void aWorkerThreadThatCarriesTheLoopsContextIsNotTheLoop() {
    CompletableFuture<Thread> engine = new CompletableFuture<>();
    CompletableFuture<Thread> worker = new CompletableFuture<>();
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();
    Callable<Thread> work =
        () -> {
          worker.complete(Thread.currentThread());
          loop.execute(() -> ranOn.complete(Thread.currentThread()));
          return Thread.currentThread();
        };
    loop.execute(
        () -> {
          engine.complete(Thread.currentThread());
          vertx.executeBlocking(work);
        });
    assertThat(ranOn.orTimeout(10, TimeUnit.SECONDS).join())
        .isSameAs(engine.join())
        .isNotSameAs(worker.join());
  }
}

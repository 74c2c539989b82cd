package dev.cairn.ingest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that write and digest. Tasks are short, so that many uploads take turns on few. */
@Singleton
class Workers {

  /** Something that waits for the disk. */
  interface Task<T> {
    T run() throws IOException;
  }

  /** The same without a result. */
  interface Action {
    void run() throws IOException;
  }

  private final ExecutorService threads;

  Workers(IngestConfig config) {
    this.threads =
        Executors.newFixedThreadPool(
            config.workers(), Thread.ofPlatform().name("cairn-ingest-", 0).daemon().factory());
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  /** Runs a task; its IOException comes as an UncheckedIOException. */
  <T> Uni<T> run(Task<T> task) {
    return Uni.createFrom().item(() -> checked(task)).runSubscriptionOn(threads);
  }

  /** Runs what has no result. */
  Uni<Void> perform(Action action) {
    return run(() -> {
          action.run();
          return action;
        })
        .replaceWithVoid();
  }

  /** Runs something for which nobody waits. */
  void later(Runnable cleaning) {
    threads.execute(cleaning);
  }

  private static <T> T checked(Task<T> task) {
    try {
      return task.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the blob store refuses", e);
    }
  }
}

package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Waits for statements on a thread that may be blocked: the blob store is a blocking interface. */
final class Waiting {

  private Waiting() {}

  /**
   * What a statement answers. It gives up by itself.
   *
   * @throws IllegalStateException on an event loop, which would wait for itself
   * @throws IOException when the database refuses, or can't be reached
   */
  static <T> T on(Uni<T> statement) throws IOException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("blobs are read and written on worker threads only");
    }
    try {
      return statement.await().indefinitely();
    } catch (RuntimeException e) {
      Throwable failure =
          e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw new IOException("the database does not take it: " + Database.reason(failure), failure);
    }
  }
}

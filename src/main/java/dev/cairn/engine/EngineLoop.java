package dev.cairn.engine;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The one event loop on which all of the engine's state lives. */
@Singleton
class EngineLoop implements Executor {

  private final Vertx vertx;
  private final Context context;

  EngineLoop(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /** Runs at once when on the loop already, else soon. */
  @Override
  public void execute(Runnable command) {
    // A worker thread may carry the loop's context too: it is the thread that counts.
    if (Vertx.currentContext() == context && Context.isOnEventLoopThread()) {
      command.run();
    } else {
      context.runOnContext(ignored -> command.run());
    }
  }

  /** Runs after all that is at hand now: what comes meanwhile can be done with it in one go. */
  void soon(Runnable command) {
    context.runOnContext(ignored -> command.run());
  }

  /**
   * Runs once after a while, on the loop.
   *
   * @return to be called when it is not wanted any more
   */
  Runnable later(Duration delay, Runnable command) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> execute(command));
    return () -> vertx.cancelTimer(timer);
  }
}

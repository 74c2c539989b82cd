package dev.cairn.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try of one stage while it lasts. It ends once: by its outcome, its time limit, or because it
 * is broken off; what comes later is not heard. Used on the engine's loop alone, but for {@link
 * #begun}.
 */
final class Attempt {

  private final Runnable begun;
  private final Consumer<Tried> ended;
  private @Nullable Runnable breakOff;
  private @Nullable Runnable cleanUp;
  private boolean over;

  /**
   * @param begun told when the stage is really begun, on the thread that runs it
   * @param ended told once
   */
  Attempt(Runnable begun, Consumer<Tried> ended) {
    this.begun = begun;
    this.ended = ended;
  }

  void begun() {
    begun.run();
  }

  /** How to stop the stage itself, when nobody waits for it any more. */
  void onBreakOff(Runnable action) {
    breakOff = action;
  }

  /** What is left to do when it ends, in whatever way. */
  void onEnd(Runnable action) {
    cleanUp = action;
  }

  boolean over() {
    return over;
  }

  void end(Tried tried) {
    if (over) {
      return;
    }
    over = true;
    if (cleanUp != null) {
      cleanUp.run();
    }
    ended.accept(tried);
  }

  /** Ends it without waiting for the stage, which is told to stop. */
  void breakOff() {
    if (!over) {
      Runnable stop = breakOff;
      end(Tried.BROKEN_OFF);
      if (stop != null) {
        stop.run();
      }
    }
  }
}

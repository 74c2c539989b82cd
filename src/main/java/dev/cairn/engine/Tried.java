package dev.cairn.engine;

import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.store.Commit.HandedOn;

/**
 * What a try of a stage came to.
 *
 * @param handedOn the bytes of what it hands on; nothing unless it is done
 * @param micros how long it took
 */
record Tried(Outcome<?> outcome, HandedOn handedOn, long micros) {

  private static final HandedOn NOTHING = new HandedOn.Inline(new byte[0]);

  /** Nobody waits for its outcome any more. */
  static final Tried BROKEN_OFF = new Tried(Failures.BROKEN_OFF, NOTHING, 0);

  static Tried of(Outcome<?> outcome, HandedOn handedOn, long micros) {
    return new Tried(outcome, handedOn, micros);
  }

  /** A try that hands nothing on. */
  static Tried of(Outcome<?> outcome, long micros) {
    return new Tried(outcome, NOTHING, micros);
  }

  /** The same try, failed after all. */
  Tried failed(Problem problem) {
    return new Tried(Outcome.failed(problem), NOTHING, micros);
  }
}

package dev.cairn.model;

/**
 * A transaction as the database runs it, in the steps at which others may come in between. What one
 * step does is atomic. Locks are waited for by taking no step.
 */
abstract class Statement {

  /** What became of a step. */
  enum Progress {
    /** A lock is held by another; to be tried again when something was unlocked. */
    WAITS,
    /** There is more to do. */
    GOES_ON,
    /** Committed, or found to have nothing to do; the answer can be read. */
    DONE
  }

  /** Takes the next step. */
  abstract Progress advance();

  /** Whether its client must speak before the next step: then a frozen client holds its locks. */
  boolean awaitsClient() {
    return false;
  }

  /** Undoes all, and lets go of all locks. */
  void rollBack() {}
}

package dev.cairn.model;

/**
 * The input of a job. All that its stages come to is a function of it, whatever the schedule: that
 * is how results can be compared (promise 10).
 *
 * @param documents how many; the job itself counts as one more document behind them, {@link
 *     #self()}, whose stages are the job stages
 * @param stages stages of each document
 * @param ownStages job stages: run once, when all documents are finished
 */
record Plan(int documents, int stages, int ownStages, long seed) {

  /** Tries that a document gets by itself; a retry command gives one more. */
  static final int TRIES = 3;

  /** What a stage comes to. */
  enum Outcome {
    /** Not at its end yet: its cursor, so that the next holder begins there. */
    SAVED,
    DONE,
    /** The document needs no further stage. */
    SKIPPED,
    /** Failed, and will be tried again by itself. */
    FAILED_FOR_NOW,
    FAILED_FOR_GOOD
  }

  /** Number of the job as a document. */
  int self() {
    return documents;
  }

  int stagesOf(int seq) {
    return seq == self() ? ownStages : stages;
  }

  /** 8 of 64 tries fail for now, 3 for good, 3 skip: all ends occur in a run of 20 documents. */
  Outcome outcome(int seq, int stage, int attempt) {
    int luck = (int) (mix(seed + 31L * seq + 1009L * stage + 100_003L * attempt) & 63);
    if (luck < 8) {
      return attempt < TRIES ? Outcome.FAILED_FOR_NOW : Outcome.FAILED_FOR_GOOD;
    }
    if (luck < 11) {
      return Outcome.FAILED_FOR_GOOD;
    }
    return luck < 14 && seq != self() ? Outcome.SKIPPED : Outcome.DONE;
  }

  /** How often a stage saves its cursor before it ends: a quarter of them are long. */
  int saves(int seq, int stage) {
    return (mix(seed ^ (53L * seq + stage)) & 3) == 0 ? 2 : 0;
  }

  /** What a stage hands on, given what the stage before it handed on. */
  long value(int seq, int stage, long before) {
    return mix(before ^ mix(seed + 7919L * seq + stage));
  }

  /** The finalizer of SplitMix64. */
  static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}

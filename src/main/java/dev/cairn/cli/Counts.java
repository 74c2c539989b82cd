package dev.cairn.cli;

import java.util.OptionalLong;

/**
 * How many documents are in which state.
 *
 * @param total unknown while a large upload is still being split
 */
record Counts(OptionalLong total, long done, long failed, long skipped) {

  static Counts of(Json json) {
    return new Counts(
        json.whole("total"),
        json.whole("done").orElse(0),
        json.whole("failed").orElse(0),
        json.whole("skipped").orElse(0));
  }

  Counts {
    if (done < 0 || failed < 0 || skipped < 0) {
      throw new IllegalArgumentException("negative counts");
    }
  }

  /** Documents that came through: done, or rightly skipped. */
  long through() {
    return done + skipped;
  }

  long ended() {
    return done + failed + skipped;
  }
}

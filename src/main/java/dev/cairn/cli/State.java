package dev.cairn.cli;

import java.util.Locale;

/** The states of a job. */
enum State {
  QUEUED,
  RUNNING,
  PAUSING,
  PAUSED,
  STOPPING,
  STOPPED,
  COMPLETED,
  FAILED;

  static State of(String word) {
    for (State state : values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw Failure.error(
        "the server speaks of the job state '" + word + "', which this client does not know", null);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasEnded() {
    return this == COMPLETED || this == FAILED || this == STOPPED;
  }
}

package dev.cairn.job;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a job stands: {@code queued → running ⇄ paused}, then {@code completed | failed | stopped};
 * {@code pausing} and {@code stopping} while documents in flight finish.
 */
public enum JobState {
  QUEUED,
  RUNNING,
  PAUSING,
  PAUSED,
  STOPPING,
  STOPPED,
  COMPLETED,
  FAILED;

  /** The name on the wire and in the database, such as {@code running}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that wire name, or empty when there is none. */
  public static Optional<JobState> ofWire(String wire) {
    for (JobState state : values()) {
      if (state.wire().equals(wire)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether nothing more happens by itself: completed, failed or stopped. */
  public boolean finished() {
    return switch (this) {
      case COMPLETED, FAILED, STOPPED -> true;
      case QUEUED, RUNNING, PAUSING, PAUSED, STOPPING -> false;
    };
  }

  /** Whether new documents may be begun. */
  public boolean working() {
    return switch (this) {
      case QUEUED, RUNNING -> true;
      case PAUSING, PAUSED, STOPPING, STOPPED, COMPLETED, FAILED -> false;
    };
  }
}

package dev.cairn.job;

import java.util.Locale;
import java.util.Optional;

/** What people may ask of a job. */
public enum Command {
  PAUSE,
  RESUME,
  STOP,
  RETRY;

  /** The name on the wire, such as {@code pause}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command of that wire name, or empty when there is none. */
  public static Optional<Command> ofWire(String wire) {
    for (Command command : values()) {
      if (command.wire().equals(wire)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /**
   * The state that follows, the same state where the command has nothing to do, or empty where it
   * is not allowed. {@code pausing} and {@code stopping} become {@code paused} and {@code stopped}
   * once no document is in flight.
   */
  public Optional<JobState> from(JobState state) {
    return Optional.ofNullable(
        switch (this) {
          case PAUSE ->
              switch (state) {
                case QUEUED, RUNNING, PAUSING -> JobState.PAUSING;
                case PAUSED -> JobState.PAUSED;
                case STOPPING, STOPPED, COMPLETED, FAILED -> null;
              };
          case RESUME ->
              switch (state) {
                case QUEUED -> JobState.QUEUED;
                case RUNNING, PAUSING, PAUSED -> JobState.RUNNING;
                case STOPPING, STOPPED, COMPLETED, FAILED -> null;
              };
          case STOP ->
              switch (state) {
                case QUEUED, RUNNING, PAUSING, PAUSED, STOPPING -> JobState.STOPPING;
                case STOPPED -> JobState.STOPPED;
                case COMPLETED, FAILED -> null;
              };
          case RETRY ->
              switch (state) {
                case QUEUED, RUNNING, STOPPED, COMPLETED, FAILED -> JobState.RUNNING;
                case PAUSING, PAUSED, STOPPING -> null;
              };
        });
  }
}

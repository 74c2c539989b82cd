package dev.cairn.job;

import java.util.Locale;
import java.util.Optional;

/** Where a document stands inside its job. */
public enum DocumentState {
  PENDING,
  RUNNING,
  DONE,
  FAILED,
  SKIPPED;

  /** The name on the wire, such as {@code failed}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that wire name, or empty when there is none. */
  public static Optional<DocumentState> ofWire(String wire) {
    for (DocumentState state : values()) {
      if (state.wire().equals(wire)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}

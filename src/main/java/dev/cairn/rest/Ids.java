package dev.cairn.rest;

import dev.cairn.job.ProblemException;
import java.util.Optional;
import java.util.UUID;

/** Reads ids. */
final class Ids {

  private static final int LENGTH = 36;

  private Ids() {}

  /** The id in its usual form, or empty: {@link UUID#fromString} also takes {@code 1-2-3-4-5}. */
  static Optional<UUID> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The id of a thing that is asked for.
   *
   * @throws ProblemException 404: what is no id names nothing
   */
  static UUID expect(String text, String what) {
    return parse(text).orElseThrow(() -> Refusals.notFound(what + " " + text));
  }
}

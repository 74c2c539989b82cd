package dev.cairn.rest;

import dev.cairn.job.JobRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and priorities of jobs as given. */
final class Labels {

  private static final int LONGEST = 200;
  private static final int MOST_PRIORITY = 1_000;

  private Labels() {}

  /** A label from what was given. */
  static JobRequest.Label of(@Nullable String name, @Nullable String batch, long priority) {
    if (Math.abs(priority) > MOST_PRIORITY) {
      throw Refusals.invalidField(
          "priority",
          "priority is not between -" + MOST_PRIORITY + " and " + MOST_PRIORITY + ": " + priority);
    }
    return new JobRequest.Label(word("name", name), word("batch", batch), (int) priority);
  }

  private static Optional<String> word(String field, @Nullable String given) {
    if (given == null || given.isBlank()) {
      return Optional.empty();
    }
    if (given.length() > LONGEST || given.chars().anyMatch(Character::isISOControl)) {
      throw Refusals.invalidField(
          field, field + " is longer than " + LONGEST + " characters, or not printable");
    }
    return Optional.of(given.strip());
  }
}

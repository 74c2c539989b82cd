package dev.cairn.job;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * An upload on its way in, piece by piece.
 *
 * @param announced what its sender said of it
 * @param hold how far it is
 * @param expiresAt when it is thrown away unless somebody goes on with it
 */
public record Arrival(
    UUID id, Announcement announced, Hold hold, Instant createdAt, Instant expiresAt) {
  public Arrival {
    Objects.requireNonNull(announced, "announced");
    Objects.requireNonNull(hold, "hold");
  }

  /**
   * What fences a writer, as the epoch of a lease does, and where it begins.
   *
   * @param epoch of this writer; every other one of the upload has another, and the highest writes
   * @param written epoch of whoever last made bytes durable; 0 when nobody has
   * @param offset bytes that are durable
   * @param place where they are in the blob store, in its own words
   */
  public record Hold(int epoch, int written, long offset, Optional<String> place) {
    public Hold {
      Objects.requireNonNull(place, "place");
    }
  }

  /** Bytes still to come, when it is known how many there will be. */
  public OptionalLong missing() {
    OptionalLong length = announced.length();
    return length.isPresent()
        ? OptionalLong.of(length.getAsLong() - hold.offset())
        : OptionalLong.empty();
  }
}

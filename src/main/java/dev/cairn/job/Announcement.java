package dev.cairn.job;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a sender says of an upload before its bytes.
 *
 * @param name file name; not to be trusted
 * @param mediaType as claimed; a hint
 * @param metadata all that was said, as it was said
 * @param concat what it has to do with other uploads, as it was said
 * @param length bytes it will have; empty when that is said later
 */
public record Announcement(
    String name,
    Optional<String> mediaType,
    Optional<String> metadata,
    Optional<String> concat,
    OptionalLong length) {

  /** Said of an upload that is only a piece of another. */
  private static final String PARTIAL = "partial";

  public Announcement {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(concat, "concat");
    Objects.requireNonNull(length, "length");
  }

  /** The same under another name. */
  public Announcement named(String other) {
    return new Announcement(other, mediaType, metadata, concat, length);
  }

  /** Whether it is only a piece of another upload. */
  public boolean partial() {
    return concat.filter(PARTIAL::equals).isPresent();
  }

  /** Whether it is made of others. */
  public boolean concatenated() {
    return concat.isPresent() && !partial();
  }
}

package dev.cairn.job;

import java.util.Objects;

/**
 * A named output file of a document.
 *
 * @param name file name, unique within the document, such as {@code index.json}; no folders
 * @param mediaType such as {@code application/json}
 * @param content the bytes; small enough to be held in memory
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
public record Artifact(String name, String mediaType, byte[] content) {
  public Artifact {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(content, "content");
    if (name.isBlank() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
  }
}

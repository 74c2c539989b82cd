package dev.cairn.job;

import java.util.Objects;

/**
 * A file whose bytes are durable in the blob store, before anything names it.
 *
 * @param name as people know it
 * @param blob SHA-256 in hexadecimal
 * @param size bytes
 */
public record StoredFile(String name, String mediaType, String blob, long size) {
  public StoredFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(blob, "blob");
  }
}

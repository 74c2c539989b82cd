package dev.cairn.job;

import java.util.Objects;

/**
 * Bytes of a document: a range of a blob.
 *
 * @param blob SHA-256 of the blob, 64 lower-case hexadecimal digits
 * @param offset first byte of the range
 * @param length bytes in the range
 */
public record Content(String blob, long offset, long length) {
  public Content {
    Objects.requireNonNull(blob, "blob");
    if (blob.length() != 64) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + blob);
    }
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range: " + offset + "+" + length);
    }
  }
}

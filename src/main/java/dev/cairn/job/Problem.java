package dev.cairn.job;

import java.util.Objects;
import java.util.Optional;

/**
 * Why something did not work, in the terms of RFC 9457. The same value is answered over HTTP and
 * stored with a failed document.
 *
 * @param kind stable slug, such as {@code encrypted-document}; {@link #type()} makes the URI of it
 * @param title one short sentence for this kind, the same each time
 * @param status HTTP status that fits
 * @param detail what happened this time, for a person
 * @param field the request field at fault, where there is one
 */
public record Problem(
    String kind, String title, int status, String detail, Optional<String> field) {

  private static final String PREFIX = "urn:cairn:problem:";

  public Problem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(field, "field");
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
  }

  /** A problem without a field. */
  public static Problem of(String kind, String title, int status, String detail) {
    return new Problem(kind, title, status, detail, Optional.empty());
  }

  /** A problem of one field of the request. */
  public static Problem ofField(
      String kind, String title, int status, String field, String detail) {
    return new Problem(kind, title, status, detail, Optional.of(field));
  }

  /** The stable URI of the kind, such as {@code urn:cairn:problem:encrypted-document}. */
  public String type() {
    return PREFIX + kind;
  }
}

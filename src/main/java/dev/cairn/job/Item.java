package dev.cairn.job;

import java.util.Objects;

/**
 * One record of output, such as a chunk. (Named so because {@code Record} is Java's.)
 *
 * @param json one JSON object without line breaks, exactly as it will be served
 */
public record Item(String json) {
  public Item {
    Objects.requireNonNull(json, "json");
    if (json.isEmpty() || json.charAt(0) != '{' || json.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a record is one JSON object on one line");
    }
  }
}

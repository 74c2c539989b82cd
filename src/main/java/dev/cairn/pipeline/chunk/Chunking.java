package dev.cairn.pipeline.chunk;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;

/**
 * What the chunk stage hands on: where the chunks are, not their text again.
 *
 * @param tokens of the chunks without their overlaps
 * @param chunks in order
 */
record Chunking(long tokens, List<Entry> chunks) {

  Chunking {
    chunks = List.copyOf(chunks);
  }

  /**
   * One chunk's own part, in UTF-16 units of the text.
   *
   * @param id as in its record
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"id", "own", "end"})
  record Entry(String id, int own, int end) {
    Entry {
      Objects.requireNonNull(id, "id");
      if (own < 0 || end <= own) {
        throw new IllegalArgumentException("not a range: " + own + ".." + end);
      }
    }
  }
}

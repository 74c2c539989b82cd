package dev.cairn.pipeline.chunk;

/**
 * A range of a text, in UTF-16 units.
 *
 * @param start its first unit, the overlap with the chunk before included
 * @param own where the overlap ends
 * @param end after its last unit
 * @param tokens of all of it
 * @param overlapTokens of the overlap alone
 */
record Chunk(int start, int own, int end, int tokens, int overlapTokens) {
  Chunk {
    if (start < 0 || own < start || end <= own || tokens < 1 || overlapTokens < 0) {
      throw new IllegalArgumentException(
          "not a chunk: " + start + ".." + own + ".." + end + " with " + tokens + " tokens");
    }
  }
}

package dev.cairn.pipeline.chunk;

/** How good a place to cut is, worst first. */
enum Rank {
  /** Inside a run without white space, between two characters as a reader sees them. */
  CHARACTER,
  /** Between two words. */
  WORD,
  /** Between a heading and what it is about: as bad as between two words. */
  AFTER_HEADING,
  SENTENCE,
  /** Between lines, list items or table rows. */
  LINE,
  /** Between paragraphs, lists, tables. */
  BLOCK,
  /** Before a heading. */
  SECTION;

  boolean atLeast(Rank other) {
    return compareTo(other) >= 0;
  }
}

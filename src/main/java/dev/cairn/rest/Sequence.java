package dev.cairn.rest;

import dev.cairn.job.ProblemException;
import java.util.regex.Pattern;

/** Reads the position of a document. */
final class Sequence {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private Sequence() {}

  /**
   * The position that a path names.
   *
   * @throws ProblemException 404: what is no number names no document
   */
  static long expect(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw Refusals.notFound("document " + text);
    }
    return Long.parseLong(text);
  }
}

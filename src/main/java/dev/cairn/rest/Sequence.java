package dev.cairn.rest;

import dev.cairn.job.Document;
import dev.cairn.job.ProblemException;
import java.util.regex.Pattern;

/** Reads the position of a document. */
final class Sequence {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  /** Stands in paths for the job itself, whose artifacts are those of its own stages. */
  static final String JOB = "job";

  private Sequence() {}

  /** How a document is named in paths. */
  static String of(long seq) {
    return seq == Document.JOB_ITSELF ? JOB : Long.toString(seq);
  }

  /**
   * The position that a path names.
   *
   * @throws ProblemException 404: what is no number names no document
   */
  static long expect(String text) {
    if (text.equals(JOB)) {
      return Document.JOB_ITSELF;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw Refusals.notFound("document " + text);
    }
    return Long.parseLong(text);
  }
}

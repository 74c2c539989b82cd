package dev.cairn.document.rows;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;

/** The reasons why a source gives no rows at all. All are permanent. */
final class Refusal {

  private Refusal() {}

  static Problem empty() {
    return Problem.of(
        "empty-document", "The document has no bytes", 422, "The file is empty (0 bytes).");
  }

  static Problem notRows(String detail) {
    return Problem.of("unsupported-format", "The format has no rows we read", 415, detail);
  }

  static Problem encrypted(String detail) {
    return Problem.of("encrypted-document", "The document is encrypted", 422, detail);
  }

  static Problem corrupt(String detail) {
    return Problem.of("corrupt-document", "The document is damaged", 422, detail);
  }

  static Problem tooLarge(String detail) {
    return Problem.of("document-too-large", "The document is too large", 422, detail);
  }

  static Problem noRows(String detail) {
    return Problem.of("no-rows", "The document has no rows", 422, detail);
  }

  static ProblemException of(Problem problem) {
    return ProblemException.permanent(problem);
  }
}

package dev.cairn.document.text;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;

/** The reasons why a document gives no text. All are permanent: the bytes will not change. */
final class Refusal {

  private Refusal() {}

  static ProblemException empty() {
    return refuse("empty-document", "The document has no bytes", "The file is empty (0 bytes).");
  }

  static ProblemException noText(String detail) {
    return refuse("no-text", "The document has no text", detail);
  }

  static ProblemException encrypted(String detail) {
    return refuse("encrypted-document", "The document is encrypted", detail);
  }

  static ProblemException corrupt(String detail) {
    return refuse("corrupt-document", "The document is damaged", detail);
  }

  static ProblemException tooLarge(String detail) {
    return refuse("document-too-large", "The document is too large", detail);
  }

  static ProblemException unsupported(String detail) {
    return refuse("unsupported-format", "The format is not read by this pipeline", detail);
  }

  private static ProblemException refuse(String kind, String title, String detail) {
    return ProblemException.permanent(Problem.of(kind, title, 422, detail));
  }
}

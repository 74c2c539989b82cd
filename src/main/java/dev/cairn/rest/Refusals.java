package dev.cairn.rest;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;

/** The answers to requests that can't be obeyed, as far as HTTP is concerned. */
final class Refusals {

  private Refusals() {}

  /** Also for ids that are none, and for what belongs to another tenant. */
  static ProblemException notFound(String what) {
    return ProblemException.permanent(
        Problem.of("not-found", "There is no such thing", 404, "There is no " + what + "."));
  }

  static ProblemException invalidRequest(String field, String detail) {
    return ProblemException.permanent(
        Problem.ofField("invalid-request", "The request is not valid", 400, field, detail));
  }

  static ProblemException unreadableBody(String detail) {
    return ProblemException.permanent(
        Problem.of("invalid-request", "The request is not valid", 400, detail));
  }

  static ProblemException invalidJson(String detail) {
    return ProblemException.permanent(
        Problem.of("invalid-json", "The body is not JSON", 400, detail));
  }

  static ProblemException invalidField(String field, String detail) {
    return ProblemException.permanent(
        Problem.ofField("invalid-field", "A field is not valid", 422, field, detail));
  }

  static ProblemException bodyTooLarge(int most) {
    return ProblemException.permanent(
        Problem.of(
            "request-too-large",
            "The request is too large",
            413,
            "A request of this kind may have at most " + most + " bytes."));
  }
}

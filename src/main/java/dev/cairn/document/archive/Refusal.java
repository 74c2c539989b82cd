package dev.cairn.document.archive;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;

/** The reasons why an archive, or a member, can't be had. All are permanent. */
final class Refusal {

  private Refusal() {}

  static Problem unsafePath(String detail) {
    return Problem.of("unsafe-path", "A path leads out of the archive", 422, detail);
  }

  static Problem notAFile(String detail) {
    return Problem.of("not-a-file", "The member is no file", 422, detail);
  }

  static Problem encrypted() {
    return Problem.of(
        "encrypted-document",
        "The document is encrypted",
        422,
        "The member opens with a password only.");
  }

  static Problem unsupported(String detail) {
    return Problem.of("unsupported-format", "The format is not read", 415, detail);
  }

  static Problem corrupt(String detail) {
    return Problem.of("corrupt-document", "The document is damaged", 422, detail);
  }

  static Problem tooDeep(int depth) {
    return Problem.of(
        "archive-too-deep",
        "Too many archives inside each other",
        422,
        "There are more than %d archives inside each other.".formatted(depth));
  }

  static ProblemException tooManyMembers(long most) {
    return of(
        Problem.of(
            "archive-too-large",
            "The archive is too large",
            422,
            "There are more than %d members in the archive.".formatted(most)));
  }

  static ProblemException of(Problem problem) {
    return ProblemException.permanent(problem);
  }
}

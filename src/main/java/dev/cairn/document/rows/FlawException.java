package dev.cairn.document.rows;

import dev.cairn.job.Problem;

/** A flaw found in the depth of a row. Has no stack trace: a file may have millions. */
final class FlawException extends Exception {

  private final transient Problem problem;

  FlawException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}

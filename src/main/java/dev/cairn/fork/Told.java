package dev.cairn.fork;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link ProblemException} on its way through the pipe. */
record Told(
    String kind,
    String title,
    int status,
    String detail,
    @Nullable String field,
    boolean retryable) {

  static Told of(ProblemException e) {
    Problem problem = e.problem();
    return new Told(
        problem.kind(),
        problem.title(),
        problem.status(),
        problem.detail(),
        problem.field().orElse(null),
        e.retryable());
  }

  ProblemException again() {
    Problem problem = new Problem(kind, title, status, detail, Optional.ofNullable(field));
    return retryable ? ProblemException.retryable(problem) : ProblemException.permanent(problem);
  }
}

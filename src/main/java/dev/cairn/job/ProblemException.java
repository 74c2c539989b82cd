package dev.cairn.job;

/** Carries a {@link Problem} to whoever asked: an HTTP answer, or a failed document. */
public final class ProblemException extends RuntimeException {

  private final boolean retryable;
  private final transient Problem problem;

  private ProblemException(Problem problem, boolean retryable) {
    super(problem.detail());
    this.problem = problem;
    this.retryable = retryable;
  }

  /** A problem that another try would meet again: bad input. */
  public static ProblemException permanent(Problem problem) {
    return new ProblemException(problem, false);
  }

  /** A problem that another try may not meet: a service that is down, a cut connection. */
  public static ProblemException retryable(Problem problem) {
    return new ProblemException(problem, true);
  }

  public Problem problem() {
    return problem;
  }

  public boolean retryable() {
    return retryable;
  }
}

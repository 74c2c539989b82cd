package dev.cairn.cli;

/** Every code the program ends with; docs/cli.md lists them. */
enum ExitCode {
  OK(0),
  ERROR(1),
  USAGE(2),
  JOB_FAILED(3),
  NOT_ALLOWED(4),
  DOCUMENTS_FAILED(5),
  STOPPED(6),
  TIMED_OUT(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** What an HTTP status that is no success means to the shell. */
  static ExitCode ofStatus(int status) {
    return switch (status) {
      case 400, 422 -> USAGE;
      case 401, 403 -> NOT_ALLOWED;
      default -> ERROR;
    };
  }

  /** What a job that has ended means to the shell. */
  static ExitCode ofEnded(JobView job) {
    return switch (job.state()) {
      case COMPLETED -> job.counts().failed() == 0 ? OK : DOCUMENTS_FAILED;
      case FAILED -> JOB_FAILED;
      case STOPPED -> STOPPED;
      case QUEUED, RUNNING, PAUSING, PAUSED, STOPPING ->
          throw new IllegalArgumentException("job " + job.id() + " has not ended");
    };
  }
}

package dev.cairn.cli;

/** What becomes of a job that nobody watches any more, and how to come back to it. */
enum ComeBack {
  /** The server lives on without us. */
  SERVER_GOES_ON,
  /** The server was ours and ends with us. */
  WAITS_FOR_A_SERVER;

  String line(String job) {
    return switch (this) {
      case SERVER_GOES_ON -> "the job is safe and goes on; come back with: cairn watch " + job;
      case WAITS_FOR_A_SERVER ->
          "the job is safe; the same command again, or 'cairn serve', goes on with it ("
              + job
              + ")";
    };
  }
}

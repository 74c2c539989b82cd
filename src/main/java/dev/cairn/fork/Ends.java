package dev.cairn.fork;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the end of a forked process means for the document in it. */
final class Ends {

  private static final int SIGNALLED = 128;
  private static final Pattern SIGNAL = Pattern.compile("SIG[A-Z]+|Internal Error");

  private Ends() {}

  /** Another try would need the same memory. */
  static ProblemException outOfMemory(ForkConfig config) {
    return ProblemException.permanent(
        Problem.of(
            "out-of-memory",
            "The document needs too much memory",
            422,
            "Reading it takes more than "
                + (config.heap().asLongValue() >> 20)
                + " MB of heap (cairn.fork.heap)."));
  }

  static ProblemException tookTooLong(Duration limit) {
    return ProblemException.permanent(
        Problem.of(
            "stage-timeout",
            "The stage took too long",
            504,
            "Its process was ended after " + limit.toSeconds() + " s."));
  }

  /**
   * A process may be killed from outside, when memory is short: another try may come through.
   *
   * @param report the beginning of what its JVM wrote as it crashed; empty when it did not
   */
  static ProblemException crashed(int exit, String report) {
    Matcher signal = SIGNAL.matcher(report);
    String how;
    if (signal.find()) {
      how = "crashed (" + signal.group() + ")";
    } else if (exit > SIGNALLED) {
      how = "was killed by signal " + (exit - SIGNALLED);
    } else {
      how = "ended with code " + exit;
    }
    return ProblemException.retryable(
        Problem.of(
            "parser-crashed",
            "The process that read the document crashed",
            422,
            "The process that read it " + how + "."));
  }

  /** A flaw of ours, told without the inner words, which are in the log. */
  static ProblemException failed(String trace) {
    String type = trace.lines().findFirst().orElse("").replaceAll(":.*", "");
    return ProblemException.retryable(
        Problem.of(
            "stage-failed",
            "The stage failed unexpectedly",
            500,
            "In a process of its own: " + type.substring(type.lastIndexOf('.') + 1)));
  }

  /** Nothing to do with the document. */
  static ProblemException notStarted() {
    return ProblemException.retryable(
        Problem.of(
            "no-process",
            "No process can be started",
            503,
            "The server can't start a process to read the document in; its log says why."));
  }
}

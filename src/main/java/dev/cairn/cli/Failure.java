package dev.cairn.cli;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends the program with one line on stderr and an exit code. */
class Failure extends RuntimeException {

  private final ExitCode exitCode;

  Failure(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = Objects.requireNonNull(exitCode, "exitCode");
  }

  static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, null);
  }

  static Failure error(String message, @Nullable Throwable cause) {
    return new Failure(ExitCode.ERROR, message, cause);
  }

  /** Standard output can't be written. */
  static Failure ofOutput(IOException e) {
    String why = Objects.requireNonNullElse(e.getMessage(), "");
    return why.contains("Broken pipe")
        ? new NobodyReads(e)
        : error("cannot write to standard output: " + why, e);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String line() {
    return Objects.requireNonNullElse(getMessage(), exitCode.name());
  }

  /** Nobody answers at the address, or the connection broke: trying again later may help. */
  static class NoContact extends Failure {
    NoContact(String message, @Nullable Throwable cause) {
      super(ExitCode.ERROR, message, cause);
    }
  }

  /** Nobody answers at the address at all. */
  static final class NoServer extends NoContact {
    NoServer(String server, @Nullable Throwable cause) {
      super("no server answers at " + server, cause);
    }

    /** What to do about it belongs in the last line of a command, not in a note on the way. */
    @Override
    String line() {
      return super.line() + "; start one with: cairn serve";
    }
  }

  /** The server answered with a status that is no success. */
  static final class Refused extends Failure {
    private final int status;

    Refused(int status, String message) {
      super(ExitCode.ofStatus(status), message, null);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** The reader of our stdout went away, as {@code head} does: end without a word. */
  static final class NobodyReads extends Failure {
    NobodyReads(Throwable cause) {
      super(ExitCode.ERROR, "nobody reads the output", cause);
    }
  }
}

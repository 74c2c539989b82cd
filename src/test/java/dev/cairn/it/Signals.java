package dev.cairn.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes; Java sends TERM and KILL only. */
final class Signals {

  private static final int SECONDS = 10;

  private Signals() {}

  /**
   * Sends a signal.
   *
   * @param name without SIG, such as {@code STOP}
   */
  static void send(ProcessHandle process, String name) {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  /** Runs a small command that must succeed. */
  static void run(String... words) {
    try {
      Process command = new ProcessBuilder(words).inheritIO().start();
      if (!command.waitFor(SECONDS, TimeUnit.SECONDS) || command.exitValue() != 0) {
        command.destroyForcibly();
        throw new AssertionError("failed: " + String.join(" ", words));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

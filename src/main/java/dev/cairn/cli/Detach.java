package dev.cairn.cli;

import java.util.function.Supplier;

/**
 * Ctrl-C (or SIGTERM) while something is watched: says how to come back, and nothing after it. The
 * JVM then ends with 130 by itself; a job is never stopped by it.
 */
final class Detach {

  private Detach() {}

  /**
   * Does the work; when it is interrupted, the last word is said.
   *
   * @param lastWord asked for when it happens
   */
  static <T> T during(Supplier<T> work, Terminal terminal, Supplier<String> lastWord) {
    Thread hook = new Thread(() -> leave(terminal, lastWord.get()), "detach");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      disarm(hook);
    }
  }

  static void leave(Terminal terminal, String lastWord) {
    terminal.draw(terminal.errIsTerminal() ? "\n" : "");
    terminal.say(lastWord);
    terminal.hush();
  }

  private static void disarm(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is on its way down already: the hook has its say
    }
  }
}

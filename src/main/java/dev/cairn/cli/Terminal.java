package dev.cairn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Standard output for data, standard error for everything said to a person. What comes from
 * elsewhere is cleaned of controls before it is shown.
 */
final class Terminal {

  private final OutputStream out;
  private final PrintStream err;
  private final Screen screen;
  private volatile boolean hushed;

  Terminal(OutputStream out, PrintStream err, Screen screen) {
    this.out = out;
    this.err = err;
    this.screen = screen;
  }

  /** Data go out as bytes: a {@code PrintStream} would hide that nobody reads any more. */
  static Terminal ofProcess(Map<String, String> env) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    return new Terminal(out, System.err, ProcessScreen.of(env, System.err.charset()));
  }

  Screen screen() {
    return screen;
  }

  boolean outIsTerminal() {
    return screen.out() == Screen.Sink.TERMINAL;
  }

  boolean errIsTerminal() {
    return screen.err() == Screen.Sink.TERMINAL;
  }

  /** One line of data on standard output. */
  void print(String line) {
    try {
      out.write((Plain.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw Failure.ofOutput(e);
    }
  }

  /** Prepared text on standard output, such as a script of ours. */
  void printRaw(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw Failure.ofOutput(e);
    }
  }

  /** Standard output for streams of data; on a terminal without its controls. */
  OutputStream data() {
    return outIsTerminal() ? new ControlFilter(out) : out;
  }

  /** Standard output for help. */
  PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  /** One line for a person on standard error. */
  void say(String line) {
    draw(Plain.text(line) + System.lineSeparator());
  }

  /** Text with our own control sequences on standard error. */
  void draw(String text) {
    if (!hushed) {
      err.print(text);
      err.flush();
    }
  }

  /** After Ctrl-C: the last word has been said. */
  void hush() {
    hushed = true;
  }
}

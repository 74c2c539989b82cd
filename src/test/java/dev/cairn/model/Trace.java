package dev.cairn.model;

import java.util.ArrayDeque;
import java.util.Locale;

/** The last steps of a run, for the report of a failure. Off, it costs next to nothing. */
final class Trace {

  private static final int KEPT = 40;

  private final boolean on;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  private Trace(boolean on) {
    this.on = on;
  }

  static Trace off() {
    return new Trace(false);
  }

  static Trace recording() {
    return new Trace(true);
  }

  /** Notes a step; {@code what} is a format for the details. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation is no dependency of ours
  void note(long now, String what, Object... details) {
    if (on) {
      if (lines.size() == KEPT) {
        lines.remove();
      }
      lines.add(String.format(Locale.ROOT, "%7d ms  ", now) + what.formatted(details));
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}

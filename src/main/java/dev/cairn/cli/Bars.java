package dev.cairn.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Draws a job as lines: a header, a bar for each stage, the line its users know. */
final class Bars {

  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 8;
  private static final int WIDEST_NAME = 24;

  private final Screen.Drawing drawing;

  Bars(Screen.Drawing drawing) {
    this.drawing = drawing;
  }

  /** No line is wider than the width: one that wraps could not be redrawn in place. */
  List<String> draw(JobView job, StageRates rates, int width) {
    List<StageCount> stages = job.stages();
    List<OptionalLong> expected = StageCount.expected(stages, job.counts().total());
    List<String> lines = new ArrayList<>();
    lines.add(bold(fit(header(job), width)));
    int names =
        Math.min(WIDEST_NAME, stages.stream().mapToInt(s -> s.name().length()).max().orElse(0));
    for (int i = 0; i < stages.size(); i++) {
      StageCount stage = stages.get(i);
      String tail = tail(stage, expected.get(i), rates.perMinute(stage.name()));
      lines.add(bar(stage, expected.get(i), names, tail, width));
    }
    lines.add(fit(ProgressLine.withEta(job), width));
    return lines;
  }

  private static String header(JobView job) {
    String name = job.name().map(given -> " · " + given).orElse("");
    String again =
        job.processing().filter(how -> !how.equals("first-run")).map(how -> ", " + how).orElse("");
    return job.pipeline() + " · " + job.state().word() + again + " · " + job.id() + name;
  }

  private String bar(StageCount stage, OptionalLong expected, int names, String tail, int width) {
    String name = String.format("  %-" + Math.max(1, names) + "s ", fit(stage.name(), names));
    int room = width - name.length() - 1 - Math.max(tail.length(), 34);
    if (room < NARROWEST_BAR) {
      return fit(name + tail, width);
    }
    int cells = Math.min(WIDEST_BAR, room);
    int full = full(stage.ended(), expected, cells);
    String drawn =
        green(String.valueOf(drawing.full()).repeat(full))
            + String.valueOf(drawing.empty()).repeat(cells - full);
    return Plain.text(name) + drawn + " " + tail;
  }

  /** A full bar means done: the last cell is not filled before. */
  private static int full(long ended, OptionalLong expected, int cells) {
    if (expected.isEmpty() || expected.getAsLong() == 0) {
      return 0;
    }
    return (int) Math.min(cells, cells * ended / expected.getAsLong());
  }

  private static String tail(StageCount stage, OptionalLong expected, OptionalDouble perMinute) {
    StringBuilder tail = new StringBuilder();
    tail.append(stage.ended()).append('/');
    tail.append(expected.isPresent() ? Long.toString(expected.getAsLong()) : "?");
    if (stage.failed() > 0) {
      tail.append("  ").append(stage.failed()).append(" failed");
    }
    if (perMinute.isPresent()) {
      tail.append(String.format(Locale.ROOT, "  %s/min", Plain.rate(perMinute.getAsDouble())));
      long left = expected.orElse(0) - stage.ended();
      if (left > 0) {
        Duration eta = Duration.ofMillis((long) (left * 60_000 / perMinute.getAsDouble()));
        tail.append("  ").append(Plain.duration(eta)).append(" left");
      }
    }
    return tail.toString();
  }

  static String fit(String text, int width) {
    String clean = Plain.text(text);
    if (clean.codePointCount(0, clean.length()) <= width) {
      return clean;
    }
    int end = clean.offsetByCodePoints(0, Math.max(0, width - 1));
    return clean.substring(0, end) + (width > 0 ? "…" : "");
  }

  private String bold(String text) {
    return drawing.hasColor() ? "\u001B[1m" + text + "\u001B[0m" : text;
  }

  private String green(String text) {
    return drawing.hasColor() && !text.isEmpty() ? "\u001B[32m" + text + "\u001B[0m" : text;
  }
}

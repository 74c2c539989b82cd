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

  /** Room for what follows a bar, so that bars do not change their length all the time. */
  private static final int USUAL_TAIL = 34;

  private final Screen.Drawing drawing;

  Bars(Screen.Drawing drawing) {
    this.drawing = drawing;
  }

  /** No line is wider than the width: one that wraps could not be redrawn in place. */
  List<String> draw(JobView job, StageRates rates, int width) {
    List<StageCount> stages = job.stages();
    List<OptionalLong> expected = StageCount.expected(stages, job.counts().total());
    List<String> names = padded(stages);
    List<String> tails = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      tails.add(tail(stages.get(i), expected.get(i), rates.perMinute(stages.get(i).name())));
    }
    int room = width - widest(names) - Math.max(USUAL_TAIL, widest(tails)) - 1;
    List<String> lines = new ArrayList<>();
    lines.add(bold(fit(header(job), width)));
    for (int i = 0; i < stages.size(); i++) {
      lines.add(
          room < NARROWEST_BAR
              ? fit(names.get(i) + tails.get(i), width)
              : names.get(i) + bar(stages.get(i).ended(), expected.get(i), room) + tails.get(i));
    }
    lines.add(fit(ProgressLine.withEta(job), width));
    return lines;
  }

  private List<String> padded(List<StageCount> stages) {
    List<String> names = stages.stream().map(s -> fit(s.name(), WIDEST_NAME)).toList();
    int widest = Math.max(1, widest(names));
    return names.stream().map(name -> String.format("  %-" + widest + "s ", name)).toList();
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(Columns::of).max().orElse(0);
  }

  private String header(JobView job) {
    String name = job.name().map(given -> drawing.dot() + given).orElse("");
    String again =
        job.processing().filter(how -> !how.equals("first-run")).map(how -> ", " + how).orElse("");
    String state = job.state().word() + again;
    return job.pipeline() + drawing.dot() + state + drawing.dot() + job.id() + name;
  }

  private String bar(long ended, OptionalLong expected, int room) {
    int cells = Math.min(WIDEST_BAR, room);
    int full = full(ended, expected, cells);
    return green(String.valueOf(drawing.full()).repeat(full))
        + String.valueOf(drawing.empty()).repeat(cells - full)
        + " ";
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

  /** The text without controls, cut where it is too wide. */
  String fit(String text, int width) {
    String clean = Plain.text(text);
    if (Columns.of(clean) <= width) {
      return clean;
    }
    return Columns.cut(clean, width - 1) + (width > 0 ? drawing.cut() : "");
  }

  private String bold(String text) {
    return drawing.hasColor() ? "\u001B[1m" + text + "\u001B[0m" : text;
  }

  private String green(String text) {
    return drawing.hasColor() && !text.isEmpty() ? "\u001B[32m" + text + "\u001B[0m" : text;
  }
}

package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn status}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Show a job: its state, stages, history and what failed.")
final class StatusCommand implements Callable<Integer> {

  /** Enough to see what goes wrong; all of them are for {@code failed}. */
  private static final int FAILED_LOOKED_AT = 1000;

  private final RootCommand root;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      defaultValue = "last",
      description = "Job id, a unique beginning of it, or 'last', the default.")
  private String job = "last";

  @Option(names = "--json", description = "Print the job as a line of JSON.")
  private boolean json;

  StatusCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Api api = root.api();
    JobView found = api.job(new JobRef(job).resolve(api));
    Terminal terminal = root.surroundings().terminal();
    if (json) {
      terminal.print(found.json().write());
    } else {
      lines(found, api).forEach(terminal::print);
    }
    return ExitCode.OK.code();
  }

  private static List<String> lines(JobView job, Api api) {
    List<String> lines = new ArrayList<>();
    lines.add("Job:       " + job.id() + job.name().map(name -> "  " + name).orElse(""));
    lines.add("Pipeline:  " + pipeline(job.json()));
    lines.add("State:     " + state(job));
    job.problem().ifPresent(why -> lines.add("Problem:   " + why));
    lines.add(ProgressLine.withEta(job));
    nodes(job.json()).ifPresent(lines::add);
    lines.add("");
    lines.addAll(stages(job).lines());
    lines.add("");
    lines.addAll(history(job.json()).lines());
    if (job.counts().failed() > 0) {
      lines.add("");
      lines.addAll(failures(FailedDocument.first(api, job.id(), FAILED_LOOKED_AT)).lines());
      lines.add("Each one: cairn failed " + job.id());
    }
    return lines;
  }

  private static String pipeline(Json job) {
    StringBuilder line = new StringBuilder(job.text("pipeline").orElse("?"));
    job.whole("pipelineVersion").ifPresent(version -> line.append(" v").append(version));
    if (job.get("params") instanceof Json.Obj(var params)) {
      params.forEach(
          (name, value) -> line.append("  ").append(name).append('=').append(value.plain()));
    }
    return line.toString();
  }

  private static String state(JobView job) {
    String how =
        job.processing().filter(word -> !word.equals("first-run")).map(w -> ", " + w).orElse("");
    return job.state().word() + how;
  }

  private static Optional<String> nodes(Json job) {
    List<String> names = new ArrayList<>();
    for (Json node : job.list("nodes")) {
      names.add(node.whole("node").orElse(0) + " (" + node.text("name").orElse("?") + ")");
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("Nodes:     " + String.join(", ", names));
  }

  private static Table stages(JobView job) {
    Table table =
        new Table(
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
            List.of("STAGE", "DONE", "FAILED", "SKIPPED", "TIME"));
    for (StageCount stage : job.stages()) {
      table.row(
          List.of(
              stage.name(),
              Long.toString(stage.done()),
              Long.toString(stage.failed()),
              Long.toString(stage.skipped()),
              Plain.duration(stage.took())));
    }
    return table;
  }

  private static Table history(Json job) {
    Table table =
        new Table(List.of(Align.LEFT, Align.LEFT, Align.LEFT), List.of("STATE", "SINCE", "REASON"));
    for (Json transition : job.list("transitions")) {
      table.row(
          List.of(
              transition.text("state").orElse("?"),
              Times.shown(transition.text("at")),
              transition.text("reason").orElse("")));
    }
    return table;
  }

  private static Table failures(List<FailedDocument> failed) {
    Map<List<String>, Integer> kinds = new LinkedHashMap<>();
    for (FailedDocument document : failed) {
      kinds.merge(List.of(document.stage(), document.title()), 1, Integer::sum);
    }
    Table table =
        new Table(
            List.of(Align.RIGHT, Align.LEFT, Align.LEFT), List.of("FAILED", "STAGE", "REASON"));
    kinds.forEach(
        (kind, count) -> table.row(List.of(Integer.toString(count), kind.get(0), kind.get(1))));
    return table;
  }
}

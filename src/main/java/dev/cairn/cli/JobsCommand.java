package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn jobs}. */
@Command(mixinStandardHelpOptions = true, description = "List jobs, newest first.")
final class JobsCommand implements Callable<Integer> {

  private final RootCommand root;

  @Option(
      names = "--status",
      paramLabel = "STATE",
      description = "Only jobs in this state, or 'unfinished'.")
  private Optional<String> status = Optional.empty();

  @Option(names = "--pipeline", paramLabel = "NAME", description = "Only jobs of this pipeline.")
  private Optional<String> pipeline = Optional.empty();

  @Mixin private Newest newest = new Newest();

  JobsCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    newest.check();
    Query query = Query.of("v1/jobs").with("status", status).with("pipeline", pipeline);
    List<JobView> jobs = newest.of(root.api(), query, "jobs").stream().map(JobView::new).toList();
    print(jobs);
    return ExitCode.OK.code();
  }

  private void print(List<JobView> jobs) {
    Terminal terminal = root.surroundings().terminal();
    if (newest.asJson()) {
      jobs.forEach(job -> terminal.print(job.json().write()));
      return;
    }
    Table table =
        new Table(
            List.of(
                Align.LEFT,
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT,
                Align.LEFT),
            List.of("JOB", "PIPELINE", "STATE", "DONE", "FAILED", "CREATED", "NAME"));
    for (JobView job : jobs) {
      table.row(row(job));
    }
    table.lines().forEach(terminal::print);
  }

  private static List<String> row(JobView job) {
    Counts counts = job.counts();
    String total = counts.total().isPresent() ? "" + counts.total().getAsLong() : "?";
    return List.of(
        job.id(),
        job.pipeline(),
        job.state().word(),
        counts.through() + "/" + total,
        Long.toString(counts.failed()),
        Times.shown(job.json().text("createdAt")),
        job.name().orElse(""));
  }
}

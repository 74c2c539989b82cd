package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn failed}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "List the failed documents of a job with stage and reason.")
final class FailedCommand implements Callable<Integer> {

  private final RootCommand root;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      defaultValue = "last",
      description = "Job id, a unique beginning of it, or 'last', the default.")
  private String job = "last";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print each document as a line of JSON.")
  private boolean json;

  FailedCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw Failure.usage("--limit must be 1 or more");
    }
    Terminal terminal = root.surroundings().terminal();
    Api api = root.api();
    List<FailedDocument> failed = FailedDocument.first(api, new JobRef(job).resolve(api), limit);
    if (json) {
      failed.forEach(document -> terminal.print(document.json().write()));
    } else if (failed.isEmpty()) {
      terminal.say("No document has failed.");
    } else {
      table(failed).lines().forEach(terminal::print);
    }
    return ExitCode.OK.code();
  }

  private static Table table(List<FailedDocument> failed) {
    Table table =
        new Table(
            List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT),
            List.of("DOCUMENT", "STAGE", "ATTEMPTS", "REASON"));
    for (FailedDocument document : failed) {
      table.row(List.of(document.name(), document.stage(), document.attempts(), document.reason()));
    }
    return table;
  }
}

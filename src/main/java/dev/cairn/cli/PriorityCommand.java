package dev.cairn.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn priority JOB PRIORITY}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Change a job's priority: each one more doubles its share of the work.")
final class PriorityCommand implements Callable<Integer> {

  private final RootCommand root;

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "Job id, a unique beginning of it, or 'last'.")
  private String job = "last";

  @Parameters(index = "1", paramLabel = "PRIORITY", description = "-1000 to 1000; 0 is usual.")
  private long priority;

  @Option(names = "--json", description = "Print the job as a line of JSON.")
  private boolean json;

  PriorityCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Api api = root.api();
    Query query = Query.of("v1/jobs", new JobRef(job).resolve(api));
    JobView changed =
        new JobView(api.patch(query, Json.object(Map.of("priority", Json.of(priority)))));
    root.surroundings()
        .terminal()
        .print(json ? changed.json().write() : changed.id() + " priority " + priority);
    return ExitCode.OK.code();
  }
}

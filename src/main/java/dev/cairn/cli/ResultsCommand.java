package dev.cairn.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn results}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Write the results of a job, as far as they are committed.")
final class ResultsCommand implements Callable<Integer> {

  private final RootCommand root;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      defaultValue = "last",
      description = "Job id, a unique beginning of it, or 'last', the default.")
  private String job = "last";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "jsonl, json or csv. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.JSONL;

  @Option(
      names = "--follow",
      description = "Write records as they are committed, until the job ends (jsonl only).")
  private boolean follow;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      description = "Where to write. Default: standard output.")
  private Optional<String> output = Optional.empty();

  ResultsCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (follow && format != Format.JSONL) {
      throw Failure.usage("--follow can only be had as jsonl");
    }
    Surroundings here = root.surroundings();
    Api api = root.api();
    JobView found = api.job(new JobRef(job).resolve(api));
    if (!follow && !found.hasEnded()) {
      here.terminal()
          .say("Job is " + found.state().word() + ", so this is a part: " + ProgressLine.of(found));
    }
    ResultTarget target =
        ResultTarget.named(output.orElse("-"), here, found.id() + "." + format.word());
    target.write(
        api.stream(follow ? Results.followed(found.id()) : Results.whole(found.id(), format)));
    return ExitCode.OK.code();
  }
}

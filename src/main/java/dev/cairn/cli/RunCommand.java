package dev.cairn.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn run}. */
@Command(
    mixinStandardHelpOptions = true,
    description = {
      "Upload files, submit a job, watch it, write its results.",
      "Starts a local server when none answers, and stops it afterwards. The same command after an"
          + " interruption goes on with the same job."
    })
final class RunCommand implements Callable<Integer> {

  private final RootCommand root;

  @Mixin private WorkOptions work = new WorkOptions();

  @Mixin private Watching watching = new Watching();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      description = {
        "Where to write the results; - is standard output.",
        "Default: standard output, but cairn-results/JOB.FORMAT when that is a terminal."
      })
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "jsonl, json or csv. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.JSONL;

  @Option(names = "--new", description = "Begin a new job even if this one was interrupted before.")
  private boolean fresh;

  /** What Ctrl-C says at the moment; asked by another thread. */
  private volatile Supplier<String> lastWord = () -> "Interrupted before the job was submitted";

  RunCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (watching.asJson() && output.filter("-"::equals).isPresent()) {
      throw Failure.usage("--json and '-o -' both want standard output");
    }
    Surroundings here = root.surroundings();
    List<InputFile> files = InputFiles.expand(here.workingFolder(), work.files());
    return Detach.during(() -> run(here, files), here.terminal(), () -> lastWord.get());
  }

  private int run(Surroundings here, List<InputFile> files) {
    Progress progress = Progress.of(here, watching.manner());
    try (RunServer server = new RunServer(root, progress)) {
      Run run = new Run(here, server, progress, work, watching);
      JobView job = run.begin(files, fresh ? Run.Start.NEW : Run.Start.GO_ON);
      lastWord = () -> run.lastWord(job);
      JobView ended = run.follow(job);
      lastWord = () -> "Interrupted before the results were written";
      run.report(ended, target(here, ended.id()), format);
      return ExitCode.ofEnded(ended).code();
    }
  }

  private ResultTarget target(Surroundings here, String job) {
    boolean stdoutIsForData = !here.terminal().outIsTerminal() && !watching.asJson();
    String place = output.orElse(stdoutIsForData ? "-" : "cairn-results/");
    return ResultTarget.named(place, here, job + "." + format.word());
  }
}

package dev.cairn.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn submit}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Upload files and submit a job; prints its id and does not wait.")
final class SubmitCommand implements Callable<Integer> {

  private final RootCommand root;

  @Mixin private WorkOptions work = new WorkOptions();

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the job as a line of JSON.")
  private boolean json;

  SubmitCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Surroundings here = root.surroundings();
    return Detach.during(
        () -> submit(here),
        here.terminal(),
        () ->
            "Interrupted before the job was submitted; the same command goes on with its uploads");
  }

  private int submit(Surroundings here) {
    List<InputFile> files = InputFiles.expand(here.workingFolder(), work.files());
    Api api = root.api();
    Progress progress =
        Progress.of(here, quiet ? Progress.Manner.QUIET : Progress.Manner.FOR_PEOPLE);
    Uploader uploader = new Uploader(api, progress, Watching.usualBackoff(), here);
    Submission submission = new Submission(api, uploader, work);
    Json params = submission.params();
    JobView job = submission.submit(files, params, Optional.empty());
    here.terminal().print(json ? job.json().write() : job.id());
    return ExitCode.OK.code();
  }
}

package dev.cairn.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn watch}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Follow a job to its end. Ctrl-C leaves it to itself; it goes on.")
final class WatchCommand implements Callable<Integer> {

  private final RootCommand root;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      defaultValue = "last",
      description = "Job id, a unique beginning of it, or 'last', the default.")
  private String job = "last";

  @Mixin private Watching watching = new Watching();

  WatchCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Surroundings here = root.surroundings();
    Api api = root.api();
    JobView start = api.job(new JobRef(job).resolve(api));
    Progress progress = Progress.of(here, watching.manner());
    ComeBack comeBack = ComeBack.SERVER_GOES_ON;
    JobWatch watch = new JobWatch(api, progress, here.clock(), watching.patience(), comeBack);
    Optional<Instant> until = watching.timeout().map(limit -> here.clock().instant().plus(limit));
    JobView ended =
        Detach.during(
            () -> watch.follow(start, until),
            here.terminal(),
            () -> "Detached: " + comeBack.line(start.id()));
    ended.problem().ifPresent(why -> here.terminal().say("cairn: the job failed: " + why));
    return ExitCode.ofEnded(ended).code();
  }
}

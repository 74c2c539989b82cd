package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn pause|resume|stop|retry|delete JOB…}. */
@Command(mixinStandardHelpOptions = true)
final class ControlCommand implements Callable<Integer> {

  /** What can be done to a job. */
  enum Action {
    PAUSE("Pause jobs: documents in flight finish, no new ones begin."),
    RESUME("Let paused jobs go on."),
    STOP("Stop jobs for good; what is committed stays."),
    RETRY("Try the failed documents of jobs again, or do a stage of all again."),
    DELETE("Delete jobs that do not work any more, with their results.");

    private final String description;

    Action(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final RootCommand root;
  private final Action action;
  private final Optional<String> stage;

  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "Job id, a unique beginning of it, or 'last'.")
  private List<String> jobs = new ArrayList<>();

  @Option(names = "--json", description = "Print each job as a line of JSON.")
  private boolean json;

  ControlCommand(RootCommand root, Action action) {
    this(root, action, Optional.empty());
  }

  private ControlCommand(RootCommand root, Action action, Optional<String> stage) {
    this.root = root;
    this.action = action;
    this.stage = stage;
  }

  /** {@code cairn retry JOB… [--stage STAGE]}. */
  @Command(mixinStandardHelpOptions = true)
  static final class Retry implements Callable<Integer> {
    private final RootCommand root;

    @Parameters(
        arity = "1..*",
        paramLabel = "JOB",
        description = "Job id, a unique beginning of it, or 'last'.")
    private List<String> jobs = new ArrayList<>();

    @Option(
        names = "--stage",
        paramLabel = "STAGE",
        description = "Do this stage and those behind it again, for all documents of ended jobs.")
    private @Nullable String stage;

    @Option(names = "--json", description = "Print each job as a line of JSON.")
    private boolean json;

    Retry(RootCommand root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      ControlCommand retry = new ControlCommand(root, Action.RETRY, Optional.ofNullable(stage));
      retry.jobs = jobs;
      retry.json = json;
      return retry.call();
    }
  }

  /** One job that refuses does not keep the others from being asked. */
  @Override
  public Integer call() {
    Api api = root.api();
    ExitCode exit = ExitCode.OK;
    for (String job : jobs) {
      try {
        act(api, new JobRef(job).resolve(api));
      } catch (Failure.Refused e) {
        root.surroundings().terminal().say("cairn: " + job + ": " + e.line());
        exit = exit == ExitCode.OK ? e.exitCode() : exit;
      }
    }
    return exit.code();
  }

  private void act(Api api, String id) {
    Terminal terminal = root.surroundings().terminal();
    if (action == Action.DELETE) {
      api.delete(Query.of("v1/jobs", id));
      terminal.print(
          json ? "{\"id\":" + Json.of(id).write() + ",\"deleted\":true}" : id + " deleted");
      return;
    }
    Query query =
        Query.of(Query.of("v1/jobs", id).path() + "/" + action.word()).with("stage", stage);
    JobView job = new JobView(api.post(query));
    terminal.print(json ? job.json().write() : job.id() + " " + job.state().word());
  }
}

package dev.cairn.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The commands by name. */
final class Commands {

  private final Map<String, Supplier<CommandLine>> byName = new LinkedHashMap<>();

  Commands(RootCommand root) {
    add("serve", () -> new ServeCommand(root));
    add("run", () -> new RunCommand(root));
    add("submit", () -> new SubmitCommand(root));
    add("watch", () -> new WatchCommand(root));
    add("jobs", () -> new JobsCommand(root));
    add("status", () -> new StatusCommand(root));
    for (ControlCommand.Action action : ControlCommand.Action.values()) {
      byName.put(action.word(), () -> control(root, action));
    }
    add("priority", () -> new PriorityCommand(root));
    add("recover", () -> new RecoverCommand(root));
    add("uploads", () -> new UploadsCommand(root));
    add("results", () -> new ResultsCommand(root));
    add("failed", () -> new FailedCommand(root));
    add("pipelines", () -> new PipelinesCommand(root));
    add("completion", () -> new CompletionCommand(root));
    add("help", HelpCommand::new);
  }

  void addAllTo(CommandLine cairn) {
    byName.forEach((name, command) -> cairn.addSubcommand(name, command.get()));
  }

  /** Builds only what is asked for when that is plain: all of them cost 90 ms at each start. */
  void addTo(CommandLine cairn, String[] args) {
    String first = args.length == 0 ? "" : args[0];
    Supplier<CommandLine> only = byName.get(first);
    if (only == null || first.equals("help")) {
      addAllTo(cairn);
    } else {
      cairn.addSubcommand(first, only.get());
    }
  }

  private void add(String name, Supplier<Object> command) {
    byName.put(name, () -> new CommandLine(command.get()));
  }

  private static CommandLine control(RootCommand root, ControlCommand.Action action) {
    CommandLine control =
        new CommandLine(
            action == ControlCommand.Action.RETRY
                ? new ControlCommand.Retry(root)
                : new ControlCommand(root, action));
    control.getCommandSpec().usageMessage().description(action.description());
    return control;
  }
}

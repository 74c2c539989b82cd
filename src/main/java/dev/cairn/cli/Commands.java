package dev.cairn.cli;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The commands by name. */
final class Commands {

  private Commands() {}

  static void addTo(CommandLine all, RootCommand root) {
    all.addSubcommand("serve", new ServeCommand(root));
    all.addSubcommand("run", new RunCommand(root));
    all.addSubcommand("submit", new SubmitCommand(root));
    all.addSubcommand("watch", new WatchCommand(root));
    all.addSubcommand("jobs", new JobsCommand(root));
    all.addSubcommand("status", new StatusCommand(root));
    for (ControlCommand.Action action : ControlCommand.Action.values()) {
      CommandLine control = new CommandLine(new ControlCommand(root, action));
      control.getCommandSpec().usageMessage().description(action.description());
      all.addSubcommand(action.word(), control);
    }
    all.addSubcommand("results", new ResultsCommand(root));
    all.addSubcommand("failed", new FailedCommand(root));
    all.addSubcommand("pipelines", new PipelinesCommand(root));
    all.addSubcommand("completion", new CompletionCommand(root));
    all.addSubcommand("help", new HelpCommand());
  }
}

package dev.cairn.cli;

import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The way in: parses the arguments, runs a command, and answers with its exit code. */
public final class Cairn {

  private Cairn() {}

  /** The client alone, without a server to start; what the native binary runs. */
  public static void main(String[] args) {
    System.exit(run(args, new ClientOnly()));
  }

  /**
   * Runs one command.
   *
   * @param localServer how {@code serve} serves, and {@code run} starts a server when none answers
   * @return the exit code for the shell
   */
  public static int run(String[] args, LocalServer localServer) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            Terminal.ofProcess(System.getenv()),
            Clock.systemUTC(),
            Places.ofProcess(),
            localServer);
    return run(args, surroundings);
  }

  static int run(String[] args, Surroundings surroundings) {
    Terminal terminal = surroundings.terminal();
    try {
      if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
        // Building the tree of commands takes longer than all the rest of this answer.
        terminal.print(Version.line());
        return ExitCode.OK.code();
      }
      RootCommand root = new RootCommand(surroundings);
      CommandLine cairn = new CommandLine(root);
      new Commands(root).addTo(cairn, args);
      return configured(cairn, root).execute(args);
    } catch (Failure e) {
      return ended(e, terminal);
    }
  }

  private static CommandLine configured(CommandLine all, RootCommand root) {
    Terminal terminal = root.surroundings().terminal();
    Ansi ansi =
        terminal.outIsTerminal() && terminal.screen().drawing().hasColor() ? Ansi.ON : Ansi.OFF;
    all.setOut(terminal.writer());
    all.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    all.registerConverter(Duration.class, Durations::parse);
    all.setCaseInsensitiveEnumValuesAllowed(true);
    all.setUsageHelpAutoWidth(false);
    all.setParameterExceptionHandler((wrong, args) -> misused(wrong, terminal));
    all.setExecutionExceptionHandler((thrown, line, parsed) -> ended(thrown, root));
    return all;
  }

  private static int misused(CommandLine.ParameterException wrong, Terminal terminal) {
    terminal.say("cairn: " + wrong.getMessage());
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    terminal.say("Try: " + command + " --help");
    return ExitCode.USAGE.code();
  }

  private static int ended(Exception thrown, RootCommand root) {
    if (root.wantsTraces()) {
      thrown.printStackTrace();
    }
    Failure failure =
        thrown instanceof Failure known
            ? known
            : Failure.error("something went wrong that should not: " + thrown, thrown);
    return ended(failure, root.surroundings().terminal());
  }

  private static int ended(Failure failure, Terminal terminal) {
    if (!(failure instanceof Failure.NobodyReads)) {
      terminal.say("cairn: " + failure.line());
    }
    return failure.exitCode().code();
  }
}

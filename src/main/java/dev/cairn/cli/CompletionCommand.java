package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn completion}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Print a completion script. bash: source <(cairn completion bash)")
final class CompletionCommand implements Callable<Integer> {

  /** The shells that can complete. */
  enum Shell {
    BASH,
    ZSH
  }

  private final RootCommand root;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  CompletionCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Terminal terminal = root.surroundings().terminal();
    if (shell == Shell.ZSH) {
      // the script itself turns to bashcompinit, which needs this first
      terminal.printRaw("autoload -U +X compinit && compinit\n");
    }
    CommandLine cairn = new CommandLine(root);
    new Commands(root).addAllTo(cairn);
    terminal.printRaw(AutoComplete.bash("cairn", cairn));
    return ExitCode.OK.code();
  }
}

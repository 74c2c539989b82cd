package dev.cairn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn recover}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Take over now what interrupted servers held, instead of within seconds.")
final class RecoverCommand implements Callable<Integer> {

  private final RootCommand root;

  @Option(names = "--json", description = "Print each take-over as a line of JSON.")
  private boolean json;

  RecoverCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Terminal terminal = root.surroundings().terminal();
    List<Json> takenOver = root.api().post(Query.of("v1/recover")).list("takenOver");
    if (takenOver.isEmpty() && !json) {
      terminal.say("cairn: nothing was interrupted");
    }
    takenOver.forEach(each -> terminal.print(json ? each.write() : line(each)));
    return ExitCode.OK.code();
  }

  private static String line(Json each) {
    return each.text("job").orElse("?")
        + ": "
        + each.whole("ranges").orElse(0)
        + " ranges of "
        + each.whole("documents").orElse(0)
        + " documents, from node "
        + each.whole("node").orElse(0)
        + " ("
        + each.text("name").orElse("?")
        + ")";
  }
}

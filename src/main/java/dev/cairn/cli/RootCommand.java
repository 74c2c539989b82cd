package dev.cairn.cli;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code cairn} itself, with the options that every command knows. */
@Command(
    name = "cairn",
    mixinStandardHelpOptions = true,
    version = "cairn " + Version.NUMBER,
    description = "Durable document processing: hand it documents, name a pipeline, watch it work.",
    footer = {
      "",
      "Data goes to standard output, progress to standard error.",
      "Exit codes: 0 ok, 1 error, 2 usage, 3 job failed, 4 not allowed,",
      "5 finished with failed documents, 6 stopped, 7 timed out, 130 Ctrl-C."
    })
final class RootCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "The server to talk to. Default: CAIRN_SERVER, else the local server, else"
              + " http://127.0.0.1:8080.")
  private Optional<String> server = Optional.empty();

  @Option(names = "--debug", hidden = true, scope = ScopeType.INHERIT)
  private boolean debug;

  RootCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  Surroundings surroundings() {
    return surroundings;
  }

  boolean wantsTraces() {
    return debug;
  }

  ServerLocator locator() {
    return new ServerLocator(surroundings, server);
  }

  /** The API of a server that is there, or the end with one line. */
  Api api() {
    URI found = locator().require();
    return new Api(found);
  }
}

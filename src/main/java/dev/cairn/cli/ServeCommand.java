package dev.cairn.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn serve}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Run the server until it is told to end (Ctrl-C or SIGTERM).")
final class ServeCommand implements Callable<Integer> {

  private final RootCommand root;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on.")
  private Optional<String> host = Optional.empty();

  @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0: any free.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Data folder. Default: CAIRN_HOME, else the user's data folder.")
  private Optional<Path> home = Optional.empty();

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "PostgreSQL to use instead of the embedded one. Default: CAIRN_DATABASE_URL, which is"
              + " the better place for a password.")
  private Optional<String> databaseUrl = Optional.empty();

  ServeCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (port.filter(number -> number < 0 || number > 65_535).isPresent()) {
      throw Failure.usage(port.get() + " is no port");
    }
    Surroundings here = root.surroundings();
    try {
      return here.localServer()
          .serve(
              new ServerOptions(
                  host,
                  port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                  home.map(given -> here.workingFolder().resolve(given).normalize())
                      .orElseGet(here::home),
                  databaseUrl.or(() -> here.variable("CAIRN_DATABASE_URL"))));
    } catch (LocalServer.CannotStart e) {
      throw Failure.error(Exchange.why(e), e);
    }
  }
}

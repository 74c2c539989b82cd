package dev.cairn.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a server is to be started. What is empty was not asked for: the server's configuration
 * decides.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 means any free one
 * @param home data folder, always decided here so that client and server look in one place
 * @param databaseUrl an external PostgreSQL instead of the embedded one
 */
public record ServerOptions(
    Optional<String> host, OptionalInt port, Path home, Optional<String> databaseUrl) {

  public ServerOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(databaseUrl, "databaseUrl");
    if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException("not a port: " + port.getAsInt());
    }
  }
}

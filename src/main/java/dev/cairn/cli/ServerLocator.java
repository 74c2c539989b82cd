package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the server: {@code --server}, {@code CAIRN_SERVER}, else the one that a local server wrote
 * into {@code server.json} of its home, else the usual port. What was found and not named must
 * answer, or it counts as absent: a killed server leaves its file behind.
 */
final class ServerLocator {

  private static final int LARGEST_FILE = 64 << 10;

  private final Surroundings surroundings;
  private final Optional<String> option;

  ServerLocator(Surroundings surroundings, Optional<String> option) {
    this.surroundings = surroundings;
    this.option = option;
  }

  /** The address the user has named, if any; it is never replaced by another. */
  Optional<URI> named() {
    return option.or(() -> surroundings.variable("CAIRN_SERVER")).map(ServerLocator::address);
  }

  /** A server that was named, or one that answers. */
  Optional<URI> find() {
    return named()
        .or(() -> discovered().filter(ServerLocator::answers))
        .or(() -> Optional.of(usual()).filter(ServerLocator::answers));
  }

  URI require() {
    return find()
        .orElseThrow(
            () -> new Failure.NoServer(discovered().orElseGet(this::usual).toString(), null));
  }

  private URI usual() {
    return surroundings.places().usualServer();
  }

  private Optional<URI> discovered() {
    Path file = surroundings.home().resolve("server.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
      return Json.parse(text).text("url").map(ServerLocator::address);
    } catch (IOException | JsonReader.NoJson | Failure e) {
      return Optional.empty();
    }
  }

  private static URI address(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw Failure.usage("'" + text + "' is no server address such as http://127.0.0.1:8080");
  }

  /** Another program on the port answers too, but not like this. */
  private static boolean answers(URI server) {
    try {
      return new Api(server).isLive();
    } catch (Failure e) {
      return false;
    }
  }
}

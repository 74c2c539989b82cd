package dev.cairn;

import dev.cairn.cli.LocalServer.CannotStart;
import dev.cairn.cli.ServerOptions;
import dev.cairn.postgres.EmbeddedPostgres;
import dev.cairn.postgres.Folders;
import dev.cairn.postgres.PostgresException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which database the server uses; an embedded one when none is configured. */
final class DatabaseSettings implements AutoCloseable {

  private static final String REACTIVE_URL = "quarkus.datasource.reactive.url";

  private final Optional<EmbeddedPostgres> embedded;

  private DatabaseSettings(Optional<EmbeddedPostgres> embedded) {
    this.embedded = embedded;
  }

  /**
   * Settles the database and tells Quarkus of it.
   *
   * @throws CannotStart when the embedded database does not start, or the URL is none
   */
  static DatabaseSettings prepare(ServerOptions options) throws CannotStart {
    if (options.databaseUrl().isPresent()) {
      configure(options.databaseUrl().get());
      return new DatabaseSettings(Optional.empty());
    }
    if (ConfigProvider.getConfig().getOptionalValue(REACTIVE_URL, String.class).isPresent()) {
      return new DatabaseSettings(Optional.empty());
    }
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(options.home(), Folders.ofThisProcess().cache());
      set(postgres.reactiveUrl(), postgres.jdbcUrl(), postgres.user(), postgres.password());
      // The folder's lock says that no other server shares this database.
      System.setProperty("cairn.engine.alone", "true");
      return new DatabaseSettings(Optional.of(postgres));
    } catch (PostgresException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes {@code postgresql://user:password@host:port/database?…} apart. */
  private static void configure(String url) throws CannotStart {
    try {
      URI uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
      if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
        throw new URISyntaxException("", "it lacks a host or a database");
      }
      String port = uri.getPort() < 0 ? "5432" : Integer.toString(uri.getPort());
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String rest = "postgresql://" + uri.getHost() + ":" + port + uri.getPath() + query;
      String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
      set(rest, "jdbc:" + rest, decoded(login[0]), login.length > 1 ? decoded(login[1]) : "");
    } catch (URISyntaxException e) {
      // The URL may hold a password, so it is not repeated.
      throw new CannotStart(
          "the database URL is not of the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE: "
              + e.getReason());
    }
  }

  private static void set(String reactiveUrl, String jdbcUrl, String user, String password) {
    System.setProperty(REACTIVE_URL, reactiveUrl);
    System.setProperty("quarkus.datasource.jdbc.url", jdbcUrl);
    if (!user.isEmpty()) {
      System.setProperty("quarkus.datasource.username", user);
      System.setProperty("quarkus.datasource.password", password);
    }
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    embedded.ifPresent(EmbeddedPostgres::close);
  }
}

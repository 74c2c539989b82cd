package dev.cairn;

import dev.cairn.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real PostgreSQL, the one we ship, on a fresh data folder. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {

  /** Kept from run to run: unpacking takes longer than any test. */
  private static final Path CACHE = Path.of("target", "postgres-cache").toAbsolutePath();

  private final Path home;
  private final EmbeddedPostgres postgres;

  public TestDatabase() {
    try {
      home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "home");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postgres = EmbeddedPostgres.start(home.toAbsolutePath(), CACHE);
  }

  @Override
  public Map<String, String> start() {
    return Map.ofEntries(
        Map.entry("quarkus.datasource.username", postgres.user()),
        Map.entry("quarkus.datasource.password", postgres.password()),
        Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
        Map.entry("quarkus.datasource.reactive.url", postgres.reactiveUrl()),
        Map.entry("cairn.home", home.toAbsolutePath().toString()),
        Map.entry("cairn.ingest.max-upload-bytes", "20M"),
        Map.entry("cairn.volume.bytes", "1M"),
        Map.entry("cairn.volume.rest", "1ms"),
        Map.entry("cairn.engine.slow", "500ms"),
        // Nodes that tests make by hand have no heart.
        Map.entry("cairn.engine.silence", "1h"),
        Map.entry("cairn.engine.vanished", "1h"),
        Map.entry("quarkus.http.test-port", "0"));
  }

  @Override
  public void stop() {
    postgres.close();
  }
}

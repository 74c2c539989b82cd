package dev.cairn;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The server once it is up: tells where it answers, and lives until it is told to end. */
public final class ServerApplication implements QuarkusApplication {

  private record Expected(Path home, CompletableFuture<URI> url) {}

  /** Quarkus makes the instance, so what it is to tell whom goes round it. */
  private static final AtomicReference<Expected> EXPECTED =
      new AtomicReference<>(new Expected(Path.of("."), new CompletableFuture<>()));

  /** Says who waits for the server, and where its {@code server.json} goes. */
  static CompletableFuture<URI> expect(Path home) {
    CompletableFuture<URI> url = new CompletableFuture<>();
    EXPECTED.set(new Expected(home, url));
    return url;
  }

  @Override
  public int run(String... args) throws IOException {
    Expected expected = Objects.requireNonNull(EXPECTED.get());
    URI url = Arc.container().instance(HttpServer.class).get().getLocalBaseUri();
    Path told = tell(expected.home(), url);
    try {
      expected.url().complete(url);
      Quarkus.waitForExit();
      return 0;
    } finally {
      Files.deleteIfExists(told);
    }
  }

  /** Writes down where the server answers, for clients of the same user on the same machine. */
  private static Path tell(Path home, URI url) throws IOException {
    Path file = Files.createDirectories(home).resolve("server.json");
    Path draft = home.resolve("server.json.new");
    long pid = ProcessHandle.current().pid();
    Files.writeString(draft, "{\"url\":\"%s\",\"pid\":%d}\n".formatted(url, pid));
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

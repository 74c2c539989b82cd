package dev.cairn;

import dev.cairn.cli.LocalServer;
import dev.cairn.cli.ServerOptions;
import io.quarkus.runtime.Quarkus;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The server inside this process: its database first, then Quarkus; and down in reverse order. */
final class ServerProcess implements LocalServer {

  @Override
  public Running start(ServerOptions options) throws CannotStart {
    // Someone sits in front of it, and would wait for a database whose name is mistyped.
    System.setProperty("cairn.database.wait", "false");
    // The terminal belongs to the command's progress bars.
    System.setProperty("quarkus.log.console.enabled", "false");
    System.setProperty("quarkus.log.file.enabled", "true");
    System.setProperty("quarkus.log.file.path", options.home().resolve("cairn.log").toString());
    return boot(options);
  }

  @Override
  public int serve(ServerOptions options) throws CannotStart {
    Booted server = boot(options);
    System.err.println("cairn: serving at " + server.url() + ", data in " + options.home());
    return server.ended().join();
  }

  private static Booted boot(ServerOptions options) throws CannotStart {
    DatabaseSettings database = DatabaseSettings.prepare(options);
    options.host().ifPresent(host -> System.setProperty("quarkus.http.host", host));
    options
        .port()
        .ifPresent(port -> System.setProperty("quarkus.http.port", Integer.toString(port)));
    System.setProperty("cairn.home", options.home().toString());
    CompletableFuture<URI> ready = ServerApplication.expect(options.home());
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Thread.ofPlatform().name("cairn-server").start(() -> run(database, ready, ended));
    // A signal ends Quarkus by a hook of its own; the database must stay until that is done.
    Runtime.getRuntime().addShutdownHook(new Thread(ended::join, "cairn-end"));
    try {
      return new Booted(ready.join(), ended);
    } catch (CompletionException e) {
      throw new CannotStart(reason(e), e);
    }
  }

  private static void run(
      DatabaseSettings database, CompletableFuture<URI> ready, CompletableFuture<Integer> ended) {
    int[] exitCode = {0};
    try {
      Quarkus.run(
          ServerApplication.class,
          (code, failure) -> {
            exitCode[0] = code;
            if (failure != null) {
              ready.completeExceptionally(failure);
            }
          });
    } finally {
      ready.completeExceptionally(new IllegalStateException("it ended at once"));
      database.close();
      ended.complete(exitCode[0]);
    }
  }

  /** The innermost reason, in one line. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String line =
        message == null ? cause.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    return "the server can't start: " + line;
  }

  private record Booted(URI url, CompletableFuture<Integer> ended) implements Running {
    @Override
    public void close() {
      Quarkus.asyncExit();
      ended.join();
    }
  }
}

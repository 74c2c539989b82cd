package dev.cairn.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL of a home, which outlives a killed server. */
final class Orphan {

  private Orphan() {}

  /** The main process of the PostgreSQL that serves a home, if one runs. */
  static Optional<ProcessHandle> of(Path home) {
    Path file = home.resolve("postgres").resolve("postmaster.pid");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(Orphan::isPostgres);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process id may be another's by now. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.isAlive() && process.info().command().orElse("").endsWith("postgres");
  }

  /** Ends it, if it runs; by force if it does not end by itself. */
  static void end(Path home) {
    Optional<ProcessHandle> running = of(home);
    running.ifPresent(ProcessHandle::destroy);
    running.ifPresent(
        process -> {
          process
              .onExit()
              .completeOnTimeout(process, 10, java.util.concurrent.TimeUnit.SECONDS)
              .join();
          process.destroyForcibly();
          await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        });
  }
}

package dev.cairn.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A running server: the way to wait for it and to end it. */
final class Postmaster {
  /** PostgreSQL replays its log before it is ready; 2 GB of it take some seconds. */
  static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration FAST_LIMIT = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final PidFile file;

  Postmaster(PidFile file) {
    this.file = file;
  }

  long pid() {
    return file.pid();
  }

  int port() {
    return file.port();
  }

  /**
   * Ends the server: cleanly if it does so in time (its clients are cut off, nothing is left to
   * replay), else at once, which costs the next start a replay and loses nothing.
   */
  void stop() {
    signal("INT");
    if (waitUntil(this::isGone, FAST_LIMIT)) {
      return;
    }
    signal("QUIT");
    if (waitUntil(this::isGone, IMMEDIATE_LIMIT)) {
      return;
    }
    ProcessHandle.of(pid()).filter(p -> file.isAlive()).ifPresent(ProcessHandle::destroyForcibly);
    waitUntil(this::isGone, IMMEDIATE_LIMIT);
  }

  /** Java sends TERM and KILL only; a shell's own {@code kill} is on every machine. */
  private void signal(String name) {
    if (!isGone()) {
      String send = "kill -%s %d".formatted(name, pid());
      new Command(List.of(), "sh", "-c", send).run(IMMEDIATE_LIMIT);
    }
  }

  boolean isGone() {
    return !file.isAlive();
  }

  /** The server that runs on this folder, once it is ready or has gone away; empty if none does. */
  static Optional<Postmaster> runningOn(Path data) throws IOException {
    Optional<PidFile> found = PidFile.settledIn(data);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Postmaster server = new Postmaster(found.get());
    if (server.isGone()) {
      if (ProcessHandle.of(server.pid()).isPresent()) {
        found.get().disown();
      }
      return Optional.empty();
    }
    waitUntil(() -> server.isGone() || server.isReady(), START_LIMIT);
    return server.isGone() ? Optional.empty() : PidFile.in(data).map(Postmaster::new);
  }

  private boolean isReady() {
    try {
      return PidFile.in(file.data())
          .filter(file::sameServerAs)
          .filter(PidFile::isReady)
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  static boolean waitUntil(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || Thread.interrupted()) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    return true;
  }
}

package dev.cairn.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Brings a server up on a cluster that none runs on. */
final class Starter {
  /** Below the ports that Linux and macOS hand out for outgoing connections, which come and go. */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 32_000;

  /** How long the workers of a server that was killed may take to notice. */
  private static final Duration LAST_WORKERS = Duration.ofSeconds(20);

  private final Cluster cluster;

  Starter(Cluster cluster) {
    this.cluster = cluster;
  }

  Postmaster start() throws IOException {
    cluster.prepare();
    long end = System.nanoTime() + LAST_WORKERS.toNanos();
    while (true) {
      Attempt attempt = attempt(choosePort());
      if (attempt.server().isPresent()) {
        return attempt.server().get();
      }
      if (!attempt.isWorthRepeating() || System.nanoTime() > end) {
        throw new PostgresException.Failed(
            "PostgreSQL did not start: %s (see %s)"
                .formatted(Reason.in(attempt.words()), cluster.log()));
      }
    }
  }

  /** The server that came up, or what it said when it did not. */
  private record Attempt(Optional<Postmaster> server, String words) {
    boolean isWorthRepeating() {
      return words.contains("Address already in use")
          || words.contains("shared memory block is still in use")
          || words.contains("pre-existing shared memory");
    }
  }

  private Attempt attempt(int port) throws IOException {
    Optional<PidFile> stale = PidFile.in(cluster.data());
    long logged = Files.size(cluster.log());
    Path output = Files.createTempFile("cairn-pg-ctl-", ".out");
    try {
      Process process = cluster.pgCtlStart(port, Postmaster.START_LIMIT).start(output);
      // pg_ctl looks every 100 ms; we look more often, and leave it to notice a failure
      Postmaster.waitUntil(
          () -> !process.isAlive() || fresh(stale).isPresent(), Postmaster.START_LIMIT);
      Optional<Postmaster> server = fresh(stale);
      return new Attempt(server, server.isPresent() ? "" : said(logged, output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private Optional<Postmaster> fresh(Optional<PidFile> stale) {
    try {
      return PidFile.in(cluster.data())
          .filter(PidFile::isReady)
          .filter(now -> stale.isEmpty() || !now.sameServerAs(stale.get()))
          .map(Postmaster::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String said(long from, Path output) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(cluster.log().toFile(), "r")) {
      log.seek(Math.min(from, log.length()));
      byte[] tail = new byte[(int) Math.min(log.length() - log.getFilePointer(), 1 << 16)];
      log.readFully(tail);
      String text = new String(tail, StandardCharsets.ISO_8859_1);
      return text.isBlank() ? Files.readString(output, StandardCharsets.ISO_8859_1) : text;
    }
  }

  /** The port of last time while it is free, so that a person's notes and tools stay right. */
  private int choosePort() throws IOException {
    Path file = cluster.portFile();
    if (Files.exists(file)) {
      int before = parse(Files.readString(file));
      if (before > 0 && isFree(before)) {
        return before;
      }
    }
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
    } while (!isFree(port));
    Private.write(file, port + "\n");
    return port;
  }

  private static int parse(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      return port < 1 << 16 ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.cairn.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What PostgreSQL says of itself in {@code postmaster.pid}. The file outlives a server that was
 * killed, and its process id may since belong to somebody else.
 *
 * @param pid the server's main process
 * @param since when it started
 * @param port where it listens; 0 while it has not got that far
 * @param status {@code starting}, {@code ready} or {@code stopping}; empty at the very beginning
 */
record PidFile(Path data, long pid, Instant since, int port, String status) {
  /** Larger than any process id of Linux or macOS. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  /** PostgreSQL makes the file and fills it in one go; a second is very long for that. */
  private static final Duration BEING_WRITTEN = Duration.ofSeconds(1);

  private static final int SINCE = 2;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** Empty if there is none, or one that is being written at this moment. */
  static Optional<PidFile> in(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file(data), StandardCharsets.ISO_8859_1);
      return Optional.of(
          new PidFile(
              data,
              Long.parseLong(lines.getFirst().strip()),
              Instant.ofEpochSecond(Long.parseLong(lines.get(SINCE).strip())),
              lines.size() > PORT ? Integer.parseInt(lines.get(PORT).strip()) : 0,
              lines.size() > STATUS ? lines.get(STATUS).strip() : ""));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException
        | IndexOutOfBoundsException
        | NoSuchElementException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Removes a file that says nothing: a full disk leaves one, and PostgreSQL refuses to start. */
  static Optional<PidFile> settledIn(Path data) throws IOException {
    Path file = file(data);
    if (Files.exists(file)
        && !Postmaster.waitUntil(() -> !Files.exists(file) || tells(data), BEING_WRITTEN)) {
      Files.delete(file);
    }
    return in(data);
  }

  private static boolean tells(Path data) {
    try {
      return in(data).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  boolean isReady() {
    return status.equals("ready");
  }

  boolean sameServerAs(PidFile other) {
    return pid == other.pid && since.equals(other.since);
  }

  /**
   * Whether that process is a PostgreSQL on this folder. In doubt yes: to take a live server for a
   * dead one would let two of them write the same files.
   */
  boolean isAlive() {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty() || isZombie()) {
      return false;
    }
    Optional<String[]> arguments = process.get().info().arguments();
    if (arguments.isPresent()) {
      return Arrays.asList(arguments.get()).contains(data.toString());
    }
    return process.get().info().command().map(path -> path.endsWith("/postgres")).orElse(true);
  }

  /** Killed, and its parent has not asked for its exit code: it writes nothing any more. */
  private boolean isZombie() {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false; // it has ended meanwhile, or this is not Linux
    }
  }

  /**
   * Makes PostgreSQL see that the server of this file is dead although its process id is in use
   * again. The rest stays: it names the shared memory by which PostgreSQL finds out whether workers
   * of the dead server are still there.
   */
  void disown() throws IOException {
    String text = Files.readString(file(data), StandardCharsets.ISO_8859_1);
    Private.write(file(data), NOBODY + text.substring(text.indexOf('\n')));
  }
}

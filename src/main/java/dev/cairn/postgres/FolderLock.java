package dev.cairn.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The right to work on one home folder, held for the life of the process: an operating-system lock
 * on {@code <home>/lock}, which ends with its holder however that dies. The file tells others who
 * holds it.
 */
final class FolderLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock or says who has it.
   *
   * @throws PostgresException.Held if another holder is alive
   */
  static FolderLock take(Path home) {
    Path file = home.resolve("lock");
    String me =
        "%d %s"
            .formatted(
                ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    // POSIX drops a process's lock when it closes any handle on the file, so a second attempt in
    // this process must not even open it. A system property is seen across class loaders.
    String before = (String) System.getProperties().putIfAbsent(key(file), me);
    if (before != null) {
      throw held(home, before);
    }
    try {
      return take(home, file, me);
    } catch (PostgresException e) {
      System.clearProperty(key(file));
      throw e;
    }
  }

  private static FolderLock take(Path home, Path file, String me) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw held(home, Files.readString(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((me + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      return new FolderLock(file, channel);
    } catch (IOException e) {
      throw new PostgresException.Unusable("cannot lock %s: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static PostgresException.Held held(Path home, String who) {
    String[] words = who.strip().split(" ", 2);
    try {
      return new PostgresException.Held(home, Long.parseLong(words[0]), Instant.parse(words[1]));
    } catch (NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      // it has the lock but has not yet written its line
      return new PostgresException.Held(home, 0, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private static String key(Path file) {
    return "dev.cairn.lock:" + file;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock goes with the process at the latest; there is nothing better to do here
    } finally {
      System.clearProperty(key(file));
    }
  }
}

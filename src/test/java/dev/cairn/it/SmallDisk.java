package dev.cairn.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A disk of some megabytes in memory, which can be filled up and freed. Mounting it needs root;
 * where that is not to be had the test that wants it is skipped and says so.
 *
 * @param folder where it is mounted
 */
record SmallDisk(Path folder) implements AutoCloseable {

  private static final int PIECE = 64 << 10;
  private static final int SECONDS = 10;

  /** Mounts one, or skips the test. */
  static SmallDisk mount(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
      Process mount =
          new ProcessBuilder(
                  "mount",
                  "-t",
                  "tmpfs",
                  "-o",
                  "size=" + megabytes + "m",
                  "tmpfs",
                  folder.toString())
              .inheritIO()
              .start();
      boolean mounted = mount.waitFor(SECONDS, TimeUnit.SECONDS) && mount.exitValue() == 0;
      assumeTrue(mounted, "a small disk can be mounted by root only, and by a container's seldom");
      return new SmallDisk(folder);
    } catch (IOException e) {
      assumeTrue(false, "there is no mount here: " + e.getMessage());
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Takes all the room that is left. */
  void fill() {
    try (FileChannel file =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      int piece = PIECE;
      while (piece > 0) {
        piece = append(file, piece) ? piece : piece / 2;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean append(FileChannel file, int bytes) {
    try {
      return file.write(ByteBuffer.allocate(bytes)) == bytes;
    } catch (IOException e) {
      return false; // no room left for so much
    }
  }

  /** Gives the room back. */
  void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() {
    Signals.run("umount", "--lazy", folder.toString());
  }
}

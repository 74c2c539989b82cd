package dev.cairn.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  /** No system gives it to a process. */
  private static final long NOBODY = 4_000_000_000L;

  @Test
  void oldFoldersOfServersThatAreDeadAreRemovedAndOthersStay(@TempDir Path temporary)
      throws IOException {
    Path left = folder(temporary, "cairn-fork-" + NOBODY + "-123");
    Path lives = folder(temporary, "cairn-fork-" + ProcessHandle.current().pid() + "-456");
    Path others = folder(temporary, "cairn-fork-x-789");
    Scratch.removeLeft(temporary, Instant.now().minus(Duration.ofHours(1)));
    assertThat(left).exists();
    Scratch.removeLeft(temporary, Instant.now().plus(Duration.ofHours(1)));
    assertThat(left).doesNotExist();
    assertThat(lives.resolve("unpacked")).exists();
    assertThat(others).exists();
  }

  private static Path folder(Path temporary, String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.writeString(folder.resolve("unpacked"), "x");
    return folder;
  }
}

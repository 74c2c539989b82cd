package dev.cairn.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No process outlives its server, whatever it is at. */
class OrphanedForkTest {

  @Test
  void aProcessInAnEndlessLoopEndsWhenItsServerIsKilledAndItsFolderGoes() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process server =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Guardian.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader says = server.inputReader()) {
      ProcessHandle fork = ProcessHandle.of(Long.parseLong(says.readLine())).orElseThrow();
      assertThat(fork.isAlive()).isTrue();
      Path scratch = folderOf(fork);
      server.destroyForcibly().waitFor();
      await().atMost(Duration.ofSeconds(20)).until(() -> !fork.isAlive());
      assertThat(scratch).doesNotExist();
    } finally {
      server.destroyForcibly();
    }
  }

  /** Its working folder; Linux tells, elsewhere it is taken for one that is gone. */
  private static Path folderOf(ProcessHandle process) throws IOException {
    Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
    return Files.exists(link) ? link.toRealPath() : Path.of("not-told");
  }
}

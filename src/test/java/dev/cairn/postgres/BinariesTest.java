package dev.cairn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesTest {
  private final Path cache;

  BinariesTest(@TempDir Path cache) {
    this.cache = cache;
  }

  @Test
  void concurrentFirstStartsUnpackOneFolderAndLeaveNothingElse() throws Exception {
    Path abandoned = Files.createDirectories(cache.resolve("postgres-old.tmp1"));
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(7200)));
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<CompletableFuture<Binaries>> starts =
          IntStream.range(0, 3)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> Binaries.in(cache), threads))
              .toList();
      assertThat(starts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).hasSize(1);
    }
    Binaries unpacked = Binaries.in(cache);
    assertThat(unpacked.major()).isEqualTo("18");
    assertThat(unpacked.program("postgres")).isExecutable();
  }

  @Test
  void aCacheThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(cache.resolve("file"), "");
    assertThatThrownBy(() -> Binaries.in(file))
        .isInstanceOf(PostgresException.Unusable.class)
        .hasMessageContaining("not a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm_64",
    "Mac OS X, aarch64, darwin-arm_64",
    "Linux, riscv64, linux-riscv64"
  })
  void aMachineHasAName(String os, String arch, String platform) {
    assertThat(Binaries.platform(os, arch)).isEqualTo(platform);
  }
}

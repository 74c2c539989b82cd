package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how fast a large file goes up through cut connections, servers that are killed and a
 * change of node each time, beside what {@code sha256sum} reaches while the same bytes are written
 * to the same disk. Run by {@code bench/upload}; {@code -Dcairn.upload.bytes} and {@code
 * -Dcairn.upload.cuts} say how much and how often.
 */
class UploadBench {

  private static final long SIZE = Long.getLong("cairn.upload.bytes", 10L << 30);
  private static final int CUTS = Integer.getInteger("cairn.upload.cuts", 200);
  private static final int KILLS = 3;
  private static final int ROUNDS = Integer.getInteger("cairn.upload.rounds", 1);

  private final Random random = new Random(41);
  private final GeneratedFile file = new GeneratedFile(SIZE, 43);

  /** What one way of getting the file to the disk came to. */
  private record Result(String sha256, Duration took) {
    double megabytesPerSecond() {
      return SIZE / 1e6 / (took.toMillis() / 1e3);
    }
  }

  @Test
  void howFastALargeFileGoesUpThroughTrouble(@TempDir Path folder) throws Exception {
    List<String> options = List.of("-Xmx256m");
    try (PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start();
        ClusterUnderTest cluster = new ClusterUnderTest(folder, postgres, 2, options).start()) {
      for (int round = 1; round <= ROUNDS; round++) {
        Result bare = bare(folder.resolve("bare"));
        report(round, "sha256sum while writing", bare, bare);
        Result calm = upload(cluster, 0, 0);
        assertThat(calm.sha256()).isEqualTo(bare.sha256());
        report(round, "upload in one piece", calm, bare);
        Result troubled = upload(cluster, CUTS, KILLS);
        assertThat(troubled.sha256()).isEqualTo(bare.sha256());
        report(round, "upload, %d cuts, %d kills".formatted(CUTS, KILLS), troubled, bare);
        cluster.heal();
      }
    }
  }

  private static void report(int round, String what, Result result, Result bare) {
    System.out.printf(
        "upload round %d: %-32s %7.1f s %6.0f MB/s, ratio %.2f%n",
        round,
        what,
        result.took().toMillis() / 1e3,
        result.megabytesPerSecond(),
        result.megabytesPerSecond() / bare.megabytesPerSecond());
  }

  /** The same bytes to the same disk, digested on the way, durable at the end. */
  private Result bare(Path target) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process program =
        new ProcessBuilder("sh", "-c", "tee \"$0\" | sha256sum && sync \"$0\"", target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream out = program.getOutputStream()) {
      file.write(out, 0, SIZE);
    }
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(program.waitFor()).isZero();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Files.delete(target);
    return new Result(said.substring(0, 64), took);
  }

  private Result upload(ClusterUnderTest cluster, int cuts, int kills) throws IOException {
    List<Long> cutAt = places(cuts);
    List<Long> killAt = places(kills);
    Node node = cluster.node(0);
    long begun = System.nanoTime();
    TusPeer peer = new TusPeer(file);
    String id = peer.begin(node);
    long offset = 0;
    while (offset < SIZE) {
      long until = Math.min(next(cutAt, offset), next(killAt, offset));
      cutAt.remove(until);
      boolean kill = killAt.remove(until);
      boolean whole = peer.send(node, id, offset, until);
      if (kill) {
        node.server().kill();
        node.server().launch();
        node = cluster.node(1 - node.number());
        node.server().awaitReady();
      }
      offset = whole ? SIZE : peer.offset(node, id);
    }
    String sha256 = peer.sha256(node, id);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    peer.remove(node, id);
    return new Result(sha256, took);
  }

  private List<Long> places(int count) {
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(random.nextLong(1, SIZE));
    }
    return places;
  }

  private static long next(List<Long> places, long offset) {
    return places.stream().filter(place -> place > offset).min(Long::compare).orElse(SIZE);
  }
}

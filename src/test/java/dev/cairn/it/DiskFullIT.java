package dev.cairn.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full for a while: under PostgreSQL's tables, under its log, under the blobs. The
 * server waits, says so, and goes on when there is room again.
 */
class DiskFullIT {

  /** PostgreSQL's files are 39 MB when new; the rest lets the job begin. */
  private static final int FOR_TABLES = 56;

  /** The log is made of segments of 16 MB: the fourth finds no room. */
  private static final int FOR_LOG = 56;

  private static final int FOR_BLOBS = 24;

  /** Documents of a job that comes while the disk is full. */
  private static final int FEW = 20;

  private final Random random = new Random();

  @Test
  void aFullDiskUnderTheTablesIsWaitedFor(@TempDir Path folder) throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), FOR_TABLES);
        PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start()) {
      postgres.stop();
      move(postgres.data().resolve("base"), disk.folder().resolve("base"));
      postgres.start();
      fillsUpAndGoesOn(folder, postgres, disk);
    }
  }

  @Test
  void aFullDiskUnderTheLogIsWaitedFor(@TempDir Path folder) throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), FOR_LOG);
        PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start()) {
      postgres.stop();
      move(postgres.data().resolve("pg_wal"), disk.folder().resolve("pg_wal"));
      postgres.start();
      fillsUpAndGoesOn(folder, postgres, disk);
    }
  }

  @Test
  void aFullDiskUnderTheBlobsRefusesUploadsAndHarmsNothingElse(@TempDir Path folder) {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("blobs"), FOR_BLOBS);
        PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start();
        ClusterUnderTest cluster = new ClusterUnderTest(folder, postgres, 1).start()) {
      String job = cluster.http().submit("chunk", Undisturbed.lot().papers());
      disk.fill();
      HttpResponse<byte[]> refused = cluster.http().offer("chunk", Paper.good(FEW, 62));
      assertThat(refused.statusCode()).as(new String(refused.body(), UTF_8)).isIn(503, 507);
      disk.free();
      String later = cluster.http().submit("chunk", Paper.good(FEW, 62));
      completedLikeUndisturbed(cluster, job);
      completed(cluster, later);
    }
  }

  /** Whoever looks after the machine makes room, and starts PostgreSQL if it gave up. */
  private void fillsUpAndGoesOn(Path folder, PostgresUnderTest postgres, SmallDisk disk) {
    try (ClusterUnderTest cluster = new ClusterUnderTest(folder, postgres, 1).start()) {
      try {
        String job = cluster.http().submit("chunk", Undisturbed.lot().papers());
        cluster.awaitAtWork(cluster.nodes(), random);
        disk.fill();
        cluster.awaitReadiness(503);
        Optional<String> taken = taken(cluster);
        disk.free();
        System.out.printf("DiskFullIT: PostgreSQL lives: %s%n", postgres.lives());
        if (!postgres.lives()) {
          postgres.stop();
          postgres.start();
        }
        cluster.awaitReadiness(200);
        completedLikeUndisturbed(cluster, job);
        taken.ifPresent(later -> completed(cluster, later));
      } finally {
        cluster.keepLogs(Path.of("target", "chaos", "disk-full"));
      }
    }
  }

  /**
   * What is small may still find room in a page: then it is kept like all that was acknowledged.
   */
  private static Optional<String> taken(ClusterUnderTest cluster) {
    HttpResponse<byte[]> answer = cluster.http().offer("chunk", Paper.good(FEW, 62));
    if (answer.statusCode() == 202) {
      return Optional.of(Http.tree(answer).path("id").asText());
    }
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    return Optional.empty();
  }

  private static void completed(ClusterUnderTest cluster, String job) {
    Undisturbed.awaitEnd(cluster.http(), job);
    assertThat(cluster.http().job(job).path("counts").path("done").asInt()).isEqualTo(FEW);
  }

  private static void completedLikeUndisturbed(ClusterUnderTest cluster, String job) {
    Undisturbed.awaitEnd(cluster.http(), job);
    new Verdict(cluster.http(), job, Undisturbed.lot().papers()).completed();
    Undisturbed.lot().isWhatComesOf(job, cluster.http());
  }

  /** By mv, which keeps the owner: PostgreSQL may run as somebody else. */
  private static void move(Path from, Path to) throws IOException {
    Signals.run("mv", from.toString(), to.toString());
    Files.createSymbolicLink(from, to);
  }
}

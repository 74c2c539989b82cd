package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose servers die, stand still, or change in the middle. */
class UploadIT {

  private static final int SIZE = 40_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static PostgresUnderTest postgres = new PostgresUnderTest(Path.of("target"));
  private static ClusterUnderTest cluster;

  private final GeneratedFile file = new GeneratedFile(SIZE, new Random().nextLong());
  private final TusPeer peer = new TusPeer(file);

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = new PostgresUnderTest(folder.resolve("database")).start();
    cluster = new ClusterUnderTest(folder, postgres, 2).start();
  }

  @AfterAll
  static void end() {
    cluster.close();
    postgres.close();
  }

  @Test
  void anUploadWhoseServerIsKilledGoesOnAtAnother() throws IOException {
    String id = peer.begin(cluster.node(1));
    Node first = cluster.node(0);
    try (Socket socket = peer.open(first, id, 0)) {
      file.write(socket.getOutputStream(), 0, 10_000_000);
      socket.getOutputStream().flush();
      awaitSettled(id);
      first.server().kill();
    }
    long offset = peer.offset(cluster.node(1), id);
    assertThat(offset).isBetween(1L, 10_000_000L);
    assertThat(peer.send(cluster.node(1), id, offset, SIZE)).isTrue();
    arrivedWhole(id);
    cluster.revive();
    cluster.awaitAllReady();
  }

  /** The sleeper still holds the upload, its file and its connection, with bytes in its hands. */
  @Test
  void anUploadWhoseServerStandsStillGoesOnAtAnotherAtOnce() throws IOException {
    String id = peer.begin(cluster.node(1));
    Node sleeper = cluster.node(0);
    try (Socket socket = peer.open(sleeper, id, 0)) {
      OutputStream out = socket.getOutputStream();
      file.write(out, 0, 10_000_000);
      out.flush();
      awaitSettled(id);
      sleeper.server().freeze();
      out.write(new byte[100_000]); // other bytes than those that belong there
      out.flush();
      long begun = System.nanoTime();
      long offset = peer.offset(cluster.node(1), id);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      sleeper.server().thaw();
      assertThat(peer.send(cluster.node(1), id, offset, SIZE)).isTrue();
    }
    arrivedWhole(id);
    cluster.awaitAllReady();
  }

  /** A second after they came, bytes are durable and known to be, though the request goes on. */
  private static void awaitSettled(String id) {
    await()
        .alias("bytes are settled")
        .atMost(PATIENCE)
        .until(
            () ->
                !postgres
                    .ask("select 1 from arrival where uid = '%s' and \"offset\" > 0".formatted(id))
                    .isEmpty());
  }

  private void arrivedWhole(String id) {
    assertThat(postgres.ask("select blob from upload where uid = '%s'".formatted(id)))
        .containsExactly(sha256());
  }

  private String sha256() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      file.write(bytes, 0, SIZE);
      return DigestUtils.sha256Hex(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

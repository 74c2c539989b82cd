package dev.cairn.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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

  private final byte[] bytes = new byte[SIZE];

  UploadIT() {
    new Random().nextBytes(bytes);
  }

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
    String id = begun();
    Node first = cluster.node(0);
    try (Socket socket = sending(first, id, 0)) {
      socket.getOutputStream().write(bytes, 0, 10_000_000);
      socket.getOutputStream().flush();
      awaitSettled(id);
      first.server().kill();
    }
    long offset = offset(cluster.node(1), id);
    assertThat(offset).isBetween(1L, 10_000_000L);
    patch(cluster.node(1), id, (int) offset);
    arrivedWhole(id);
    cluster.revive();
    cluster.awaitAllReady();
  }

  /** The sleeper still holds the upload, its file and its connection, with bytes in its hands. */
  @Test
  void anUploadWhoseServerStandsStillGoesOnAtAnotherAtOnce() throws IOException {
    String id = begun();
    Node sleeper = cluster.node(0);
    try (Socket socket = sending(sleeper, id, 0)) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes, 0, 10_000_000);
      out.flush();
      awaitSettled(id);
      sleeper.server().freeze();
      out.write(new byte[100_000]); // other bytes than those that belong there
      out.flush();
      long begun = System.nanoTime();
      long offset = offset(cluster.node(1), id);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      sleeper.server().thaw();
      patch(cluster.node(1), id, (int) offset);
    }
    arrivedWhole(id);
    cluster.awaitAllReady();
  }

  private String begun() {
    HttpResponse<byte[]> created =
        Http.send(
            request(cluster.node(1), "/v1/uploads")
                .header("Upload-Length", "" + SIZE)
                .POST(BodyPublishers.noBody())
                .build());
    assertThat(created.statusCode()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static Socket sending(Node node, String id, long offset) throws IOException {
    URI url = node.server().address().orElseThrow().url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    String head =
        """
        PATCH /v1/uploads/%s HTTP/1.1
        Host: x
        Tus-Resumable: 1.0.0
        Upload-Offset: %d
        Content-Type: application/offset+octet-stream
        Content-Length: %d

        """
            .formatted(id, offset, SIZE - offset);
    socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(US_ASCII));
    return socket;
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

  private static long offset(Node node, String id) {
    HttpResponse<byte[]> head =
        Http.send(
            request(node, "/v1/uploads/" + id)
                .method("HEAD", BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    return head.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  private void patch(Node node, String id, int offset) {
    HttpResponse<byte[]> patched =
        Http.send(
            request(node, "/v1/uploads/" + id)
                .header("Upload-Offset", "" + offset)
                .header("Content-Type", "application/offset+octet-stream")
                .method(
                    "PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(bytes, offset, SIZE)))
                .build());
    assertThat(patched.statusCode()).as(new String(patched.body(), US_ASCII)).isEqualTo(204);
  }

  private void arrivedWhole(String id) {
    String blob = HexFormat.of().formatHex(DigestUtils.sha256(bytes));
    assertThat(postgres.ask("select blob from upload where uid = '%s'".formatted(id)))
        .containsExactly(blob);
  }

  private static HttpRequest.Builder request(Node node, String path) {
    return new Http(node.server().address().orElseThrow().url())
        .request(path)
        .header("Tus-Resumable", "1.0.0");
  }
}

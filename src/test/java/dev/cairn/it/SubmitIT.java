package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large file handed in by the command line, over a way that is slow and breaks. */
class SubmitIT {

  /** A tenth of a second of the disk, and some seconds of a slow way. */
  private static final long SIZE = 50_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SLOW = Duration.ofMillis(1);

  /** A port on which nobody listens. */
  private static final int NOBODY = 1;

  private final ServerUnderTest server;
  private final Wire wire;
  private final Path file;

  SubmitIT(@TempDir Path folder) {
    server = new ServerUnderTest(folder.resolve("server"));
    wire = new Wire(() -> server.address().map(at -> at.url().getPort()).orElse(NOBODY));
    file = folder.resolve("large.txt");
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
    wire.slow(SLOW);
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.write("A large text.\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      made.setLength(SIZE);
    }
  }

  @AfterEach
  void end() {
    server.close();
    wire.close();
  }

  @Test
  void anUploadGoesOnByItselfWhenItsConnectionIsCutAndItsServerKilled() {
    try (Program submit = submit()) {
      awaitUnderWay();
      wire.cut();
      awaitDurable(1);
      wire.slow(SLOW);
      awaitDurable(durable() + 1);
      server.kill();
      server.start();
      wire.fair();
      assertThat(submit.exitCode(PATIENCE)).as(submit.said()).isZero();
      assertThat(upload().path("state").asText()).isEqualTo("whole");
      assertThat(server.http().job(submit.stdout().strip()).path("counts").path("total").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void theSameCommandAfterCtrlCGoesOnWithTheUpload() {
    String begun;
    try (Program submit = submit()) {
      awaitUnderWay();
      submit.signal("INT");
      assertThat(submit.exitCode(PATIENCE)).isEqualTo(130);
      assertThat(submit.stderr()).contains("the same command goes on with its uploads");
      begun = upload().path("id").asText();
    }
    awaitDurable(1);
    wire.fair();
    try (Program submit = submit()) {
      assertThat(submit.exitCode(PATIENCE)).as(submit.said()).isZero();
    }
    assertThat(server.http().json("/v1/uploads").path("uploads")).hasSize(1);
    assertThat(upload().path("id").asText()).isEqualTo(begun);
    assertThat(upload().path("state").asText()).isEqualTo("whole");
  }

  private Program submit() {
    String url = "http://127.0.0.1:" + wire.port();
    return Program.start(
        server.folders(), List.of(), List.of("submit", "--server", url, "chunk", file.toString()));
  }

  private JsonNode upload() {
    return server.http().json("/v1/uploads").path("uploads").path(0);
  }

  private long durable() {
    return upload().path("offset").asLong();
  }

  private void awaitUnderWay() {
    awaitDurable(1);
  }

  private void awaitDurable(long bytes) {
    await()
        .alias("%d bytes are durable".formatted(bytes))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> durable() >= bytes);
  }
}

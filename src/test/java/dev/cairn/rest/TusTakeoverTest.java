package dev.cairn.rest;

import static dev.cairn.rest.TusRequests.LARGE;
import static dev.cairn.rest.TusRequests.awaitBytesOf;
import static dev.cairn.rest.TusRequests.begun;
import static dev.cairn.rest.TusRequests.bytes;
import static dev.cairn.rest.TusRequests.digest;
import static dev.cairn.rest.TusRequests.head;
import static dev.cairn.rest.TusRequests.patch;
import static dev.cairn.rest.TusRequests.sending;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Uploads whose connections are cut or hang. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TusTakeoverTest {

  @ConfigProperty(name = "cairn.blob.folder")
  Path blobs;

  @Test
  void aCutConnectionKeepsAllBytesReceived() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    sent(id, bytes, 3_333_333).close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> given().get("/v1/uploads/" + id).then().body("offset", equalTo(3_333_333)));
    patch(id, 3_333_333, Arrays.copyOfRange(bytes, 3_333_333, LARGE)).statusCode(204);
    arrivedWhole(id, bytes);
  }

  @Test
  void headTakesAnUploadFromAConnectionThatHangs() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    try (Socket hanging = sent(id, bytes, 1_000_000)) {
      head(id).header("Upload-Offset", "1000000");
      String answer = new String(hanging.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 409").contains("upload-taken-over");
    }
    patch(id, 1_000_000, Arrays.copyOfRange(bytes, 1_000_000, LARGE)).statusCode(204);
    arrivedWhole(id, bytes);
  }

  @Test
  void patchTakesAnUploadFromAConnectionThatHangs() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    try (Socket hanging = sent(id, bytes, 1_000_000)) {
      patch(id, 1_000_000, Arrays.copyOfRange(bytes, 1_000_000, LARGE)).statusCode(204);
      assertThat(hanging.isClosed()).as("by us").isFalse();
    }
    arrivedWhole(id, bytes);
  }

  /** A request that says it has all bytes, and has sent so many of them. */
  private Socket sent(String id, byte[] bytes, int count) throws IOException {
    Socket socket = sending(id, 0, bytes.length);
    socket.getOutputStream().write(bytes, 0, count);
    socket.getOutputStream().flush();
    awaitBytesOf(blobs, id, count);
    return socket;
  }

  private static void arrivedWhole(String id, byte[] bytes) {
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("state", equalTo("whole"))
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", bytes))));
  }
}

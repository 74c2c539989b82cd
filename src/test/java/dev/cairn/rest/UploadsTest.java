package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class UploadsTest {

  /** As {@link TestDatabase} configures it. */
  private static final int MOST = 20 << 20;

  @ConfigProperty(name = "cairn.blob.folder")
  Path blobs;

  @Test
  void aFileIsKeptUnderItsNameWithItsDigest() {
    String id =
        given()
            .queryParam("name", "report.txt")
            .body("hello".getBytes(StandardCharsets.UTF_8))
            .post("/v1/uploads")
            .then()
            .statusCode(201)
            .header("Location", matchesPattern(".*/v1/uploads/[0-9a-f-]{36}"))
            .header("X-Content-Type-Options", "nosniff")
            .body("name", equalTo("report.txt"))
            .body("mediaType", equalTo("text/plain"))
            .body("size", equalTo(5))
            .body(
                "sha256",
                equalTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
            .extract()
            .path("id");
    given().get("/v1/uploads/" + id).then().statusCode(200).body("id", equalTo(id));
  }

  @Test
  void namesLoseTheirFoldersAndTricks() {
    given()
        .queryParam("name", "..\\..\u0000/etc/\u202Epass\nwd")
        .body("x".getBytes(StandardCharsets.UTF_8))
        .post("/v1/uploads")
        .then()
        .statusCode(201)
        .body("name", equalTo("passwd"));
  }

  @Test
  void contentTellsTheTypeBeforeTheName() {
    given()
        .queryParam("name", "letter.txt")
        .body("%PDF-1.7\n%".getBytes(StandardCharsets.UTF_8))
        .post("/v1/uploads")
        .then()
        .statusCode(201)
        .body("mediaType", equalTo("application/pdf"));
  }

  @Test
  void anEmptyFileIsAFile() {
    given()
        .post("/v1/uploads")
        .then()
        .statusCode(201)
        .body("size", equalTo(0))
        .body("name", equalTo("upload"));
  }

  @Test
  void tenMegabytesAreNotTooMany() {
    given()
        .body(new byte[12 << 20])
        .post("/v1/uploads")
        .then()
        .statusCode(201)
        .body("size", equalTo(12 << 20));
  }

  @Test
  void aFileThatSaysItIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String head =
          "POST /v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: " + (MOST + 1L) + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 413")
          .contains("application/problem+json")
          .contains("urn:cairn:problem:upload-too-large");
    }
  }

  @Test
  void aFileThatTurnsOutTooLargeIsRefusedAndNotReadForEver() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = new byte[1 << 20];
      for (int i = 0; i < 22; i++) {
        out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 413").contains("upload-too-large");
    }
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == 0);
  }

  @Test
  void aConnectionThatIsCutLeavesNothing() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[2 << 20]);
      out.flush();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == 1);
    }
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == 0);
  }

  @Test
  void aFormWhoseConnectionIsCutLeavesNothing() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          POST /v1/jobs?pipeline=echo HTTP/1.1
          Host: x
          Content-Type: multipart/form-data; boundary=cut
          Content-Length: 9000000

          --cut
          Content-Disposition: form-data; name="f"; filename="a.txt"

          """;
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[2 << 20]);
      out.flush();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == 1);
    }
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> unfinished() == 0);
  }

  @Test
  void aFileTooLargeInAFormIsRefused() {
    given()
        .multiPart("f", "small.txt", new byte[10])
        .multiPart("f", "large.txt", new byte[MOST + 1])
        .post("/v1/jobs?pipeline=echo")
        .then()
        .statusCode(413)
        .body("type", endsWith(":upload-too-large"));
  }

  @Test
  void whatIsNoIdAndWhatIsNoUploadAreNotFound() {
    for (String id :
        new String[] {"1", "no-id", "1-2-3-4-5", "0198c1de-0000-7000-8000-000000000000"}) {
      given()
          .get("/v1/uploads/" + id)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("type", endsWith(":not-found"))
          .body("detail", containsString(id));
    }
  }

  @Test
  void aDocumentWhoseBytesTheDiskHasChangedFailsAndSaysSo() throws IOException {
    String sha256 =
        given()
            .body(
                "the text of a document that the disk has changed".getBytes(StandardCharsets.UTF_8))
            .post("/v1/uploads?name=a.txt")
            .then()
            .extract()
            .path("sha256");
    Path file =
        blobs.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4)).resolve(sha256);
    String upload = given().get("/v1/uploads?limit=1").then().extract().path("uploads[0].id");
    Files.writeString(file, Files.readString(file).replace("disk", "dusk"));
    String job =
        given()
            .contentType("application/json")
            .body("{\"pipeline\":\"chunk\",\"uploads\":[\"" + upload + "\"]}")
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                given()
                    .get("/v1/jobs/" + job + "/documents")
                    .then()
                    .body("documents[0].state", equalTo("failed"))
                    .body("documents[0].problem.type", endsWith(":bytes-damaged")));
  }

  private long unfinished() throws IOException {
    try (Stream<Path> files = Files.list(blobs.resolve("arriving"))) {
      return files.count();
    }
  }
}

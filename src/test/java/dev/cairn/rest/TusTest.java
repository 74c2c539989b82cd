package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The tus protocol 1.0.0, sentence by sentence of its text. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TusTest {

  private static final String BYTES = "application/offset+octet-stream";
  private static final int LARGE = 5_000_000;

  @ConfigProperty(name = "cairn.blob.folder")
  Path blobs;

  @Test
  void optionsTellTheTruth() {
    given()
        .options("/v1/uploads")
        .then()
        .statusCode(204)
        .header("Tus-Resumable", "1.0.0")
        .header("Tus-Version", "1.0.0")
        .header("Tus-Max-Size", String.valueOf(20 << 20))
        .header("Tus-Checksum-Algorithm", "sha1,sha256")
        .header(
            "Tus-Extension",
            "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination,concatenation");
  }

  @Test
  void anotherVersionIsRefusedWithTheOnesThatAreSpoken() {
    String id = begun("10");
    for (String version : new String[] {"0.2.2", "2.0.0"}) {
      given()
          .header("Tus-Resumable", version)
          .head("/v1/uploads/" + id)
          .then()
          .statusCode(412)
          .header("Tus-Version", "1.0.0");
      given()
          .header("Tus-Resumable", version)
          .header("Upload-Length", 10)
          .post("/v1/uploads")
          .then()
          .statusCode(412)
          .header("Tus-Resumable", "1.0.0")
          .body("type", endsWith(":tus-version"));
    }
    given()
        .header("Upload-Offset", 0)
        .contentType(BYTES)
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(412);
  }

  @Test
  void anUploadIsBegunContinuedAndWhole() {
    byte[] bytes = bytes(LARGE);
    String id =
        id(
            tus()
                .header("Upload-Length", LARGE)
                .header("Upload-Metadata", metadata("filename", "r\u00e9sum\u00e9.txt") + ",flag")
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern(".*/v1/uploads/[0-9a-f-]{36}")));
    head(id)
        .header("Upload-Offset", "0")
        .header("Upload-Length", "" + LARGE)
        .header("Upload-Metadata", metadata("filename", "r\u00e9sum\u00e9.txt") + ",flag")
        .header("Cache-Control", containsString("no-store"));
    given().get("/v1/uploads/" + id).then().body("state", equalTo("arriving"));
    patch(id, 0, Arrays.copyOf(bytes, 1_000_000))
        .statusCode(204)
        .header("Upload-Offset", "1000000");
    head(id).header("Upload-Offset", "1000000");
    patch(id, 1_000_000, Arrays.copyOfRange(bytes, 1_000_000, LARGE))
        .statusCode(204)
        .header("Upload-Offset", "" + LARGE);
    head(id).header("Upload-Offset", "" + LARGE).header("Upload-Length", "" + LARGE);
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("state", equalTo("whole"))
        .body("name", equalTo("r\u00e9sum\u00e9.txt"))
        .body("size", equalTo(LARGE))
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", bytes))));
    assertThat(drafts(id)).isZero();
  }

  @Test
  void aWholeUploadIsADocument() {
    String id = begun("5");
    patch(id, 0, "hello".getBytes(UTF_8)).statusCode(204);
    given()
        .contentType("application/json")
        .body("{\"pipeline\":\"echo\",\"uploads\":[\"" + id + "\"]}")
        .post("/v1/jobs")
        .then()
        .statusCode(202);
  }

  @Test
  void anUploadOnItsWayIsNoDocumentYet() {
    String id = begun("5");
    given()
        .contentType("application/json")
        .body("{\"pipeline\":\"echo\",\"uploads\":[\"" + id + "\"]}")
        .post("/v1/jobs")
        .then()
        .statusCode(422)
        .body("type", endsWith(":unknown-upload"));
  }

  @Test
  void anEmptyUploadIsWholeAtOnce() {
    String id = begun("0");
    head(id).header("Upload-Offset", "0").header("Upload-Length", "0");
    given().get("/v1/uploads/" + id).then().body("state", equalTo("whole"));
  }

  @Test
  void bytesThatBelongElsewhereAreRefused() {
    String id = begun("10");
    patch(id, 5, bytes(5)).statusCode(409).body("type", endsWith(":upload-offset"));
    patch(id, 0, bytes(5)).statusCode(204);
    patch(id, 0, bytes(5)).statusCode(409);
    head(id).header("Upload-Offset", "5");
  }

  @Test
  void bytesOfAnotherTypeAreRefused() {
    String id = begun("10");
    tus()
        .header("Upload-Offset", 0)
        .contentType("application/octet-stream")
        .body(bytes(5))
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(415)
        .header("Tus-Resumable", "1.0.0");
    head(id).header("Upload-Offset", "0");
  }

  @Test
  void moreBytesThanWereAnnouncedAreRefused() {
    String id = begun("10");
    patch(id, 0, bytes(11)).statusCode(413);
  }

  @Test
  void headersThatMakeNoSenseAreRefused() {
    tus().header("Upload-Length", "-1").post("/v1/uploads").then().statusCode(400);
    tus().header("Upload-Length", "x").post("/v1/uploads").then().statusCode(400);
    tus().post("/v1/uploads").then().statusCode(400).body("field", equalTo("Upload-Length"));
    tus()
        .header("Upload-Length", 1)
        .header("Upload-Defer-Length", 1)
        .post("/v1/uploads")
        .then()
        .statusCode(400);
    tus().header("Upload-Defer-Length", 2).post("/v1/uploads").then().statusCode(400);
    tus()
        .header("Upload-Length", 1)
        .header("Upload-Metadata", "filename !!!")
        .post("/v1/uploads")
        .then()
        .statusCode(400)
        .body("field", equalTo("Upload-Metadata"));
    String id = begun("10");
    tus().contentType(BYTES).body(bytes(1)).patch("/v1/uploads/" + id).then().statusCode(400);
    tus()
        .header("Upload-Offset", "-1")
        .contentType(BYTES)
        .body(bytes(1))
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(400);
  }

  @Test
  void anUploadLargerThanTheServerTakesIsRefusedBeforeItsBytes() {
    tus().header("Upload-Length", (20 << 20) + 1).post("/v1/uploads").then().statusCode(413);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String none = "0198c1de-0000-7000-8000-000000000000";
    tus().head("/v1/uploads/" + none).then().statusCode(404).header("Upload-Offset", nullValue());
    patch(none, 0, bytes(1)).statusCode(404);
    tus().delete("/v1/uploads/" + none).then().statusCode(404);
    patch("no-id", 0, bytes(1)).statusCode(404);
  }

  @Test
  void anotherMethodMayStandInForPatch() {
    String id = begun("10");
    tus()
        .header("X-HTTP-Method-Override", "PATCH")
        .header("Upload-Offset", 0)
        .contentType(BYTES)
        .body(bytes(4))
        .post("/v1/uploads/" + id)
        .then()
        .statusCode(204)
        .header("Upload-Offset", "4");
    tus()
        .header("X-HTTP-Method-Override", "DELETE")
        .post("/v1/uploads/" + id)
        .then()
        .statusCode(204);
    tus().post("/v1/uploads/" + id).then().statusCode(405);
  }

  @Test
  void theFirstBytesMayComeWithTheCreation() {
    String id =
        id(
            tus()
                .header("Upload-Length", 10)
                .contentType(BYTES)
                .body(bytes(6))
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .header("Upload-Offset", "6"));
    patch(id, 6, bytes(4)).statusCode(204).header("Upload-Offset", "10");
    String whole =
        id(
            tus()
                .header("Upload-Length", 10)
                .contentType(BYTES)
                .body(bytes(10))
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .header("Upload-Offset", "10"));
    given().get("/v1/uploads/" + whole).then().body("state", equalTo("whole"));
  }

  @Test
  void theLengthMayBeSaidLater() {
    String id =
        id(tus().header("Upload-Defer-Length", 1).post("/v1/uploads").then().statusCode(201));
    head(id).header("Upload-Defer-Length", "1").header("Upload-Length", nullValue());
    patch(id, 0, bytes(6)).statusCode(204);
    tus()
        .header("Upload-Offset", 6)
        .header("Upload-Length", 10)
        .contentType(BYTES)
        .body(bytes(2))
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(204);
    head(id).header("Upload-Length", "10").header("Upload-Defer-Length", nullValue());
    tus()
        .header("Upload-Offset", 8)
        .header("Upload-Length", 11)
        .contentType(BYTES)
        .body(bytes(2))
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(400);
    patch(id, 8, bytes(2)).statusCode(204);
    given().get("/v1/uploads/" + id).then().body("state", equalTo("whole"));
  }

  @Test
  void aLengthSaidWithTheLastBytesMakesAnUploadWhole() {
    String id =
        id(tus().header("Upload-Defer-Length", 1).post("/v1/uploads").then().statusCode(201));
    patch(id, 0, bytes(6)).statusCode(204);
    tus()
        .header("Upload-Offset", 6)
        .header("Upload-Length", 6)
        .contentType(BYTES)
        .patch("/v1/uploads/" + id)
        .then()
        .statusCode(204)
        .header("Upload-Offset", "6");
    given().get("/v1/uploads/" + id).then().body("state", equalTo("whole"));
  }

  @Test
  void bytesWithTheRightChecksumAreKept() {
    byte[] bytes = bytes(300_000);
    String id = begun("600000");
    checked(id, 0, bytes, "sha1", digest("SHA-1", bytes)).statusCode(204);
    checked(id, 300_000, bytes, "sha256", digest("SHA-256", bytes)).statusCode(204);
    given().get("/v1/uploads/" + id).then().body("state", equalTo("whole"));
  }

  @Test
  void bytesWithAWrongChecksumAreNotKept() {
    byte[] bytes = bytes(300_000);
    String id = begun("400000");
    patch(id, 0, Arrays.copyOf(bytes, 100_000)).statusCode(204);
    checked(id, 100_000, bytes, "sha1", digest("SHA-1", bytes(1)))
        .statusCode(460)
        .body("type", endsWith(":checksum-mismatch"));
    head(id).header("Upload-Offset", "100000");
    checked(id, 100_000, bytes, "sha1", digest("SHA-1", bytes)).statusCode(204);
    byte[] all = Arrays.copyOf(bytes, 400_000);
    System.arraycopy(bytes, 0, all, 100_000, 300_000);
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", all))));
  }

  @Test
  void aChecksumThatIsNotUnderstoodIsRefused() {
    String id = begun("10");
    checked(id, 0, bytes(10), "md5", digest("MD5", bytes(10))).statusCode(400);
    checked(id, 0, bytes(10), "sha1", new byte[3]).statusCode(400);
    head(id).header("Upload-Offset", "0");
  }

  @Test
  void anUploadSaysWhenItExpires() {
    ValidatableResponse created =
        tus().header("Upload-Length", 10).post("/v1/uploads").then().statusCode(201);
    Instant expires =
        ZonedDateTime.parse(
                created.extract().header("Upload-Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofDays(6), Duration.ofDays(8));
    patch(id(created), 0, bytes(5)).header("Upload-Expires", notNullValue());
    head(id(created)).header("Upload-Expires", notNullValue());
  }

  @Test
  void aTerminatedUploadIsGone() {
    String id = begun("10");
    patch(id, 0, bytes(5)).statusCode(204);
    assertThat(drafts(id)).isEqualTo(1);
    tus().delete("/v1/uploads/" + id).then().statusCode(204).header("Tus-Resumable", "1.0.0");
    tus().head("/v1/uploads/" + id).then().statusCode(404);
    patch(id, 5, bytes(5)).statusCode(404);
    assertThat(drafts(id)).isZero();
    String whole = begun("0");
    tus().delete("/v1/uploads/" + whole).then().statusCode(204);
    given().get("/v1/uploads/" + whole).then().statusCode(404);
  }

  @Test
  void uploadsSentSideBySideAreJoinedInOrder() {
    byte[] bytes = bytes(LARGE);
    String first = piece(Arrays.copyOf(bytes, 2_000_000));
    String second = piece(Arrays.copyOfRange(bytes, 2_000_000, LARGE));
    head(first).header("Upload-Concat", "partial");
    String concat = "final;/v1/uploads/" + first + " http://anywhere/v1/uploads/" + second;
    String id =
        id(
            tus()
                .header("Upload-Concat", concat)
                .header("Upload-Metadata", metadata("filename", "joined.txt"))
                .post("/v1/uploads")
                .then()
                .statusCode(201));
    head(id)
        .header("Upload-Concat", concat)
        .header("Upload-Length", "" + LARGE)
        .header("Upload-Offset", "" + LARGE);
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("name", equalTo("joined.txt"))
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", bytes))));
    patch(id, LARGE, bytes(1)).statusCode(403);
  }

  @Test
  void aPieceIsNoDocument() {
    String piece = piece(bytes(10));
    given()
        .contentType("application/json")
        .body("{\"pipeline\":\"echo\",\"uploads\":[\"" + piece + "\"]}")
        .post("/v1/jobs")
        .then()
        .statusCode(422);
    given().get("/v1/uploads?limit=500").then().body("uploads.id", not(hasItem(piece)));
  }

  @Test
  void onlyPiecesThatAreWholeAreJoined() {
    String piece = piece(bytes(10));
    String half =
        id(
            tus()
                .header("Upload-Length", 10)
                .header("Upload-Concat", "partial")
                .post("/v1/uploads")
                .then()
                .statusCode(201));
    String none = begun("0");
    for (String other : new String[] {half, none, "0198c1de-0000-7000-8000-000000000000"}) {
      tus()
          .header("Upload-Concat", "final;/v1/uploads/" + piece + " /v1/uploads/" + other)
          .post("/v1/uploads")
          .then()
          .statusCode(422)
          .body("detail", containsString(other));
    }
    tus().header("Upload-Concat", "final;").post("/v1/uploads").then().statusCode(400);
    tus()
        .header("Upload-Concat", "final;/v1/uploads/" + piece)
        .header("Upload-Length", 10)
        .post("/v1/uploads")
        .then()
        .statusCode(400);
  }

  @Test
  void aCutConnectionKeepsAllBytesReceived() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    try (Socket socket = sending(id, 0, LARGE)) {
      socket.getOutputStream().write(bytes, 0, 3_333_333);
      socket.getOutputStream().flush();
      awaitBytesOf(id, 3_333_333);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> given().get("/v1/uploads/" + id).then().body("offset", equalTo(3_333_333)));
    patch(id, 3_333_333, Arrays.copyOfRange(bytes, 3_333_333, LARGE)).statusCode(204);
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", bytes))));
  }

  @Test
  void headTakesAnUploadFromAConnectionThatHangs() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    try (Socket hanging = sending(id, 0, LARGE)) {
      hanging.getOutputStream().write(bytes, 0, 1_000_000);
      hanging.getOutputStream().flush();
      awaitBytesOf(id, 1_000_000);
      head(id).header("Upload-Offset", "1000000");
      String answer = new String(hanging.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 409").contains("upload-taken-over");
    }
    patch(id, 1_000_000, Arrays.copyOfRange(bytes, 1_000_000, LARGE)).statusCode(204);
    given().get("/v1/uploads/" + id).then().body("state", equalTo("whole"));
  }

  @Test
  void patchTakesAnUploadFromAConnectionThatHangs() throws IOException {
    byte[] bytes = bytes(LARGE);
    String id = begun("" + LARGE);
    try (Socket hanging = sending(id, 0, LARGE)) {
      hanging.getOutputStream().write(bytes, 0, 1_000_000);
      hanging.getOutputStream().flush();
      awaitBytesOf(id, 1_000_000);
      patch(id, 1_000_000, Arrays.copyOfRange(bytes, 1_000_000, LARGE)).statusCode(204);
    }
    given()
        .get("/v1/uploads/" + id)
        .then()
        .body("sha256", equalTo(HexFormat.of().formatHex(digest("SHA-256", bytes))));
  }

  @Test
  void uploadsOnTheirWayAreListedAmongTheOthers() {
    String whole = begun("0");
    String arriving = begun("10");
    given()
        .get("/v1/uploads")
        .then()
        .body("uploads.find { it.id == '" + whole + "' }.state", equalTo("whole"))
        .body("uploads.find { it.id == '" + arriving + "' }.state", equalTo("arriving"))
        .body("uploads.find { it.id == '" + arriving + "' }.size", equalTo(10));
    String link =
        given()
            .get("/v1/uploads?limit=1")
            .then()
            .body("uploads.size()", equalTo(1))
            .extract()
            .header("Link");
    String next = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
    given().get(next).then().body("uploads.id", not(hasItem(arriving)));
  }

  private void awaitBytesOf(String id, long size) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              try (Stream<Path> files = Files.list(blobs.resolve("drafts"))) {
                return files
                    .filter(file -> file.getFileName().toString().startsWith(id))
                    .anyMatch(file -> file.toFile().length() == size);
              }
            });
  }

  private static Socket sending(String id, long offset, long length) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    OutputStream out = socket.getOutputStream();
    String head =
        """
        PATCH /v1/uploads/%s HTTP/1.1
        Host: x
        Tus-Resumable: 1.0.0
        Upload-Offset: %d
        Content-Type: application/offset+octet-stream
        Content-Length: %d

        """
            .formatted(id, offset, length);
    out.write(head.replace("\n", "\r\n").getBytes(US_ASCII));
    out.flush();
    return socket;
  }

  private long drafts(String id) {
    try (Stream<Path> files = Files.list(blobs.resolve("drafts"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(id)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RequestSpecification tus() {
    return given().header("Tus-Resumable", "1.0.0");
  }

  private static String begun(String length) {
    return id(tus().header("Upload-Length", length).post("/v1/uploads").then().statusCode(201));
  }

  private static String piece(byte[] bytes) {
    return id(
        tus()
            .header("Upload-Length", bytes.length)
            .header("Upload-Concat", "partial")
            .contentType(BYTES)
            .body(bytes)
            .post("/v1/uploads")
            .then()
            .statusCode(201)
            .header("Upload-Offset", "" + bytes.length));
  }

  private static String id(ValidatableResponse created) {
    String location = created.extract().header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static ValidatableResponse head(String id) {
    return tus().head("/v1/uploads/" + id).then().statusCode(200).header("Tus-Resumable", "1.0.0");
  }

  private static ValidatableResponse patch(String id, long offset, byte[] bytes) {
    return tus()
        .header("Upload-Offset", offset)
        .contentType(BYTES)
        .body(bytes)
        .patch("/v1/uploads/" + id)
        .then()
        .header("Tus-Resumable", "1.0.0");
  }

  private static ValidatableResponse checked(
      String id, long offset, byte[] bytes, String algorithm, byte[] digest) {
    return tus()
        .header("Upload-Offset", offset)
        .header("Upload-Checksum", algorithm + " " + Base64.getEncoder().encodeToString(digest))
        .contentType(BYTES)
        .body(bytes)
        .patch("/v1/uploads/" + id)
        .then();
  }

  private static String metadata(String key, String value) {
    return key + " " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

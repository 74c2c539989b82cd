package dev.cairn.rest;

import static dev.cairn.rest.TusRequests.BYTES;
import static dev.cairn.rest.TusRequests.LARGE;
import static dev.cairn.rest.TusRequests.begun;
import static dev.cairn.rest.TusRequests.bytes;
import static dev.cairn.rest.TusRequests.checked;
import static dev.cairn.rest.TusRequests.digest;
import static dev.cairn.rest.TusRequests.drafts;
import static dev.cairn.rest.TusRequests.head;
import static dev.cairn.rest.TusRequests.id;
import static dev.cairn.rest.TusRequests.metadata;
import static dev.cairn.rest.TusRequests.patch;
import static dev.cairn.rest.TusRequests.piece;
import static dev.cairn.rest.TusRequests.tus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The tus protocol 1.0.0, sentence by sentence of its text: its extensions. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TusExtensionsTest {

  @ConfigProperty(name = "cairn.blob.folder")
  Path blobs;

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
    assertThat(drafts(blobs, id)).isEqualTo(1);
    tus().delete("/v1/uploads/" + id).then().statusCode(204).header("Tus-Resumable", "1.0.0");
    tus().head("/v1/uploads/" + id).then().statusCode(404);
    patch(id, 5, bytes(5)).statusCode(404);
    assertThat(drafts(blobs, id)).isZero();
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
}

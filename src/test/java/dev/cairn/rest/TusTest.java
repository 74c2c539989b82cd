package dev.cairn.rest;

import static dev.cairn.rest.TusRequests.BYTES;
import static dev.cairn.rest.TusRequests.LARGE;
import static dev.cairn.rest.TusRequests.begun;
import static dev.cairn.rest.TusRequests.bytes;
import static dev.cairn.rest.TusRequests.digest;
import static dev.cairn.rest.TusRequests.drafts;
import static dev.cairn.rest.TusRequests.head;
import static dev.cairn.rest.TusRequests.id;
import static dev.cairn.rest.TusRequests.metadata;
import static dev.cairn.rest.TusRequests.patch;
import static dev.cairn.rest.TusRequests.tus;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The tus protocol 1.0.0, sentence by sentence of its text: its core. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TusTest {

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
    assertThat(drafts(blobs, id)).isZero();
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
}

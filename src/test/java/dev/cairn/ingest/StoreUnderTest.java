package dev.cairn.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.blob.BlobStore;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server that keeps blobs elsewhere than in files does the same work. */
abstract class StoreUnderTest {

  private static final String TEXT = "All that is gold does not glitter. ".repeat(3000);

  @Inject BlobStore blobs;

  /** Which store it is. */
  abstract Class<? extends BlobStore> kind();

  /** Checkpoints of more than 1 KiB go to the store, too. */
  @Test
  void aDocumentIsUploadedWorkedOnAndItsResultsAreThere() {
    assertThat(blobs).isInstanceOf(kind());
    String job =
        given()
            .queryParam("pipeline", "chunk")
            .queryParam("name", "gold.txt")
            .contentType("text/plain")
            .body(TEXT.getBytes(UTF_8))
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                "completed".equals(given().get("/v1/jobs/" + job).then().extract().path("state")));
    String results =
        given().get("/v1/jobs/" + job + "/results").then().statusCode(200).extract().asString();
    assertThat(results.lines().count()).isGreaterThan(10);
    assertThat(results).contains("does not glitter");
  }
}

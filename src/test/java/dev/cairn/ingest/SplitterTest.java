package dev.cairn.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Uploads of lines whose file is not as it was when they were taken. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SplitterTest {

  @ConfigProperty(name = "cairn.blob.folder")
  Path blobs;

  /**
   * An upload of three lines that no other test has.
   *
   * @param file where its bytes are
   */
  private record Lost(String text, String id, Path file) {}

  @Test
  void anUploadThatIsGoneFailsItsJobHoldsNobodyUpAndIsTriedAgainByARetry() throws IOException {
    Lost lost = upload();
    Files.delete(lost.file());
    String job = submit(lost.id());
    String other = submit(upload().id());
    awaitState(other, "completed");
    awaitState(job, "failed");
    given()
        .get("/v1/jobs/" + job)
        .then()
        .body("problem.type", equalTo("urn:cairn:problem:upload-lost"))
        .body("problem.detail", containsString("not there"))
        .body("counts.total", equalTo(0));
    given().post("/v1/jobs/" + job + "/retry?stage=read").then().statusCode(202);
    given().get("/v1/jobs/" + job).then().body("state", equalTo("failed"));
    upload(lost.text());
    given().post("/v1/jobs/" + job + "/retry").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getInt("counts.done")).isEqualTo(3);
  }

  @Test
  void aJobWithoutADocumentIsDoneAgainAtOnce() {
    String job = submit(upload("\n  \n").id());
    awaitState(job, "completed");
    given().post("/v1/jobs/" + job + "/retry?stage=read").then().statusCode(202);
    given().get("/v1/jobs/" + job).then().body("state", equalTo("completed"));
  }

  @Test
  void anUploadThatIsShorterThanItWasFailsItsJob() throws IOException {
    Lost lost = upload();
    Files.writeString(lost.file(), lost.text().substring(0, 10));
    String job = submit(lost.id());
    awaitState(job, "failed");
    given().get("/v1/jobs/" + job).then().body("problem.detail", containsString("damaged"));
  }

  /** A folder in a file's place opens and can't be read, like a disk in trouble. */
  @Test
  void anUploadThatCannotBeReadForAWhileIsWaitedFor() throws IOException {
    Lost lost = upload();
    Files.delete(lost.file());
    Files.createDirectory(lost.file());
    String job = submit(lost.id());
    awaitState(submit(upload().id()), "completed");
    awaitState(submit(upload().id()), "completed");
    assertThat(given().get("/v1/jobs/" + job).<String>path("state")).isEqualTo("queued");
    Files.delete(lost.file());
    Files.writeString(lost.file(), lost.text());
    awaitState(job, "completed");
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getInt("counts.done")).isEqualTo(3);
  }

  private Lost upload() {
    UUID own = UUID.randomUUID();
    return upload("good %s\ngood 2 %s\ngood 3 %s".formatted(own, own, own));
  }

  private Lost upload(String text) {
    JsonPath upload =
        given()
            .queryParam("name", "lines.jsonl")
            .body(text.getBytes(UTF_8))
            .post("/v1/uploads")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    String sha256 = upload.getString("sha256");
    Path folder = blobs.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
    return new Lost(text, upload.getString("id"), folder.resolve(sha256));
  }

  private static String submit(String upload) {
    return given()
        .contentType("application/json")
        .body(
            new JsonObject()
                .put("pipeline", "trial")
                .put("uploads", new JsonArray().add(upload))
                .encode())
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static void awaitState(String job, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state.equals(given().get("/v1/jobs/" + job).path("state")));
  }
}

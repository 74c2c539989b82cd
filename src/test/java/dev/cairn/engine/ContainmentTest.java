package dev.cairn.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Promises 8 (Contained) and 6 (Obedient), over HTTP with stages that misbehave on purpose. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ContainmentTest {

  @Test
  void whatIsBadFailsAloneWithItsReasonAndTheRestIsDone() {
    String job =
        submit(
            "good a",
            "problem b",
            "crash c",
            "hang d",
            "memory e",
            "deep f",
            "nul g",
            "skip h",
            "",
            "good i");
    awaitState(job, "completed");
    JsonPath status = given().get("/v1/jobs/" + job).jsonPath();
    assertThat(status.getInt("counts.total")).isEqualTo(9);
    assertThat(status.getInt("counts.done")).isEqualTo(2);
    assertThat(status.getInt("counts.skipped")).isEqualTo(1);
    assertThat(status.getInt("counts.failed")).isEqualTo(6);
    List<String> reasons =
        given()
            .get("/v1/jobs/" + job + "/documents?status=failed")
            .jsonPath()
            .getList("documents.problem.type");
    assertThat(reasons)
        .containsExactly(
            "urn:cairn:problem:bad-line",
            "urn:cairn:problem:stage-failed",
            "urn:cairn:problem:stage-timeout",
            "urn:cairn:problem:out-of-memory",
            "urn:cairn:problem:too-deep",
            "urn:cairn:problem:unwritable-result");
  }

  @Test
  void anUnexpectedFailureDoesNotTellItsInnerWords() {
    String job = submit("crash inner");
    awaitState(job, "completed");
    assertThat(given().get("/v1/jobs/" + job + "/documents/0").asString())
        .contains("stage-failed", "IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void aTryThatCouldHelpIsMadeAgainAndEachFailureIsKept() {
    String job = submit("flaky one");
    awaitState(job, "completed");
    JsonPath document = given().get("/v1/jobs/" + job + "/documents/0").jsonPath();
    assertThat(document.getString("state")).isEqualTo("done");
    assertThat(document.getList("failures.attempt")).containsExactly(1, 2);
    assertThat(document.getList("checkpoints.stage")).containsExactly("read", "act", "last");
    assertThat(TrialPipeline.TRIES.get("flaky one")).hasValue(3);
  }

  @Test
  void stagesThatIgnoreTheirInterruptDoNotHoldTheOthersUp() {
    String deaf = submit("deaf 1", "deaf 2", "deaf 3", "deaf 4", "deaf 5");
    String good = submit("good after deaf");
    awaitState(good, "completed");
    awaitState(deaf, "completed");
    assertThat(given().get("/v1/jobs/" + deaf).jsonPath().getInt("counts.failed")).isEqualTo(5);
  }

  @Test
  void aPauseLetsStagesInFlightFinishAndResumeGoesOnAtTheNextStage() {
    TrialPipeline.gate = new CountDownLatch(1);
    String job = submit("gate 1", "gate 2", "gate 3", "gate 4", "gate 5");
    Awaitility.await().until(() -> TrialPipeline.TRIES.containsKey("gate 1"));
    given().post("/v1/jobs/" + job + "/pause").then().statusCode(202);
    given().post("/v1/jobs/" + job + "/pause").then().statusCode(202);
    TrialPipeline.gate.countDown();
    awaitState(job, "paused");
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getInt("counts.done")).isZero();
    given().post("/v1/jobs/" + job + "/resume").then().statusCode(202);
    awaitState(job, "completed");
    JsonPath status = given().get("/v1/jobs/" + job).jsonPath();
    assertThat(status.getInt("counts.done")).isEqualTo(5);
    assertThat(TrialPipeline.TRIES.get("gate 1")).hasValue(1);
  }

  @Test
  void aStoppedJobStaysStoppedUntilItIsRetried() {
    TrialPipeline.gate = new CountDownLatch(1);
    String job = submit("gate 6", "gate 7", "good 8");
    Awaitility.await().until(() -> TrialPipeline.TRIES.containsKey("gate 6"));
    given().post("/v1/jobs/" + job + "/stop").then().statusCode(202);
    TrialPipeline.gate.countDown();
    awaitState(job, "stopped");
    given().post("/v1/jobs/" + job + "/resume").then().statusCode(409);
    given().post("/v1/jobs/" + job + "/retry").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getInt("counts.done")).isEqualTo(3);
  }

  private static String submit(String... lines) {
    return given()
        .contentType("application/x-ndjson")
        .body(String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/v1/jobs?pipeline=trial&name=trial.jsonl")
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

package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.job.Job;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ProblemsTest {

  private static final String PROBLEM = "application/problem+json";

  private final Hand hand;

  ProblemsTest(Hand hand) {
    this.hand = hand;
  }

  @Test
  void anUnknownAddressIsAProblem() {
    for (String path :
        new String[] {"/v1", "/v1/nothing", "/v2/jobs", "/nothing", "/v1/jobs/x/y/z"}) {
      given()
          .get(path)
          .then()
          .statusCode(404)
          .contentType(PROBLEM)
          .body("type", endsWith(":not-found"));
    }
  }

  @Test
  void aMethodThatIsNotAllowedIsAProblem() {
    given()
        .put("/v1/jobs")
        .then()
        .statusCode(405)
        .contentType(PROBLEM)
        .body("type", endsWith(":method-not-allowed"));
  }

  @Test
  void aFormThatIsNotServedIsAProblem() {
    given()
        .accept("image/png")
        .get("/v1/jobs")
        .then()
        .statusCode(406)
        .contentType(PROBLEM)
        .body("type", endsWith(":not-acceptable"));
  }

  @Test
  void headAnswersLikeGetWithoutTheBody() {
    Job job = hand.queued(1);
    given().head("/v1/jobs/" + job.id()).then().statusCode(200).contentType("application/json");
    given()
        .head("/v1/jobs/" + job.id() + "/results")
        .then()
        .statusCode(200)
        .contentType("application/x-ndjson");
    given().head("/v1/jobs/" + job.id() + "/events").then().statusCode(200);
  }

  @Test
  void optionsNamesTheMethods() {
    given().options("/v1/jobs").then().statusCode(200).header("Allow", containsString("POST"));
  }

  @Test
  void theDocumentOfTheApiHasEveryPath() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Cairn"))
        .body("paths", hasKey("/v1/uploads"))
        .body("paths", hasKey("/v1/jobs/{id}/events"))
        .body("paths.'/v1/jobs'.post.responses", hasKey("422"));
    given().get("/q/swagger-ui/").then().statusCode(200);
    given().get("/").then().statusCode(200);
  }

  @Test
  void readyMeansThatTheDatabaseAnswers() {
    given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("database and engine"));
  }

  @Test
  void pipelinesTellTheirParameters() {
    given().get("/v1/pipelines").then().statusCode(200).body("pipelines.name", hasItem("echo"));
    given()
        .get("/v1/pipelines/echo")
        .then()
        .body("version", equalTo(3))
        .body("unit", equalTo("file"))
        .body("stages[0]", equalTo("say"))
        .body("params.properties.times.maximum", equalTo(10))
        .body("recordFields", hasItem("text"));
    given().get("/v1/pipelines/nope").then().statusCode(404).contentType(PROBLEM);
  }
}

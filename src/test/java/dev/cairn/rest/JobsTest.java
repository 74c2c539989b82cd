package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.job.Job;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class JobsTest {

  private static final String NOBODY = "0198c1de-0000-7000-8000-000000000000";

  private final Hand hand;

  JobsTest(Hand hand) {
    this.hand = hand;
  }

  @Test
  void jsonSubmitsUploadsWhichAreProcessed() {
    JsonObject order =
        new JsonObject()
            .put("pipeline", "echo")
            .put("uploads", new JsonArray().add(upload("one")).add(upload("two")))
            .put("params", new JsonObject().put("times", 2))
            .put("name", "two words")
            .put("batch", "b-1")
            .put("priority", 5);
    String id =
        submit(order.encode())
            .statusCode(202)
            .header("Location", matchesPattern(".*/v1/jobs/[0-9a-f-]{36}"))
            .body("pipeline", equalTo("echo"))
            .body("pipelineVersion", equalTo(3))
            .body("params.times", equalTo(2))
            .body("params.voice", equalTo("plain"))
            .body("params.twice", equalTo(false))
            .body("name", equalTo("two words"))
            .body("batch", equalTo("b-1"))
            .body("priority", equalTo(5))
            .body("processing", equalTo("first-run"))
            .body("counts.total", equalTo(2))
            .body("transitions[0].state", equalTo("queued"))
            .extract()
            .path("id");
    awaitState(id, "completed");
    given()
        .get("/v1/jobs/" + id)
        .then()
        .body("counts.done", equalTo(2))
        .body("progress", equalTo(1.0f))
        .body("stages[0].name", equalTo("say"))
        .body("stages[0].done", equalTo(2))
        .body("problem", nullValue())
        .body("transitions.state", equalTo(List.of("queued", "running", "completed")));
    given()
        .get("/v1/jobs/" + id + "/results")
        .then()
        .contentType("application/x-ndjson")
        .body(equalTo("{\"text\":\"one\",\"n\":0}\n{\"text\":\"two\",\"n\":0}\n"));
    given()
        .get("/v1/jobs/" + id + "/documents/1")
        .then()
        .body("state", equalTo("done"))
        .body("checkpoints[0].stage", equalTo("say"))
        .body("checkpoints[0].records", equalTo(1))
        .body("failures", hasSize(0));
  }

  @Test
  void aFormIsItsFilesInOrderAndItsParameters() {
    String id =
        given()
            .queryParam("pipeline", "echo")
            .queryParam("param.voice", "loud")
            .queryParam("name", "a form")
            .multiPart("file", "first.txt", "first".getBytes(UTF_8))
            .multiPart("times", "3")
            .multiPart("twice", "true")
            .multiPart("file", "empty.txt", new byte[0])
            .multiPart("other", "big.txt", "x".repeat(3 << 20).getBytes(UTF_8))
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .body("params.times", equalTo(3))
            .body("params.voice", equalTo("loud"))
            .body("params.twice", equalTo(true))
            .body("name", equalTo("a form"))
            .extract()
            .path("id");
    given()
        .get("/v1/jobs/" + id + "/documents")
        .then()
        .body("documents.name", equalTo(List.of("first.txt", "empty.txt", "big.txt")))
        .body("documents.size", equalTo(List.of(5, 0, 3 << 20)));
  }

  @Test
  void aFormMayHaveManySmallFiles() {
    var form = given().queryParam("pipeline", "echo");
    for (int i = 0; i < 600; i++) {
      form = form.multiPart("file", i + ".txt", ("text " + i).getBytes(UTF_8));
    }
    String id = form.post("/v1/jobs").then().statusCode(202).extract().path("id");
    List<String> names =
        given().get("/v1/jobs/" + id + "/documents?limit=1000").path("documents.name");
    assertThat(names).hasSize(600).element(599).isEqualTo("599.txt");
  }

  @Test
  void anyOtherBodyIsOneDocument() {
    given()
        .queryParam("pipeline", "echo")
        .queryParam("name", "page.html")
        .queryParam("param.times", "4")
        .contentType("text/html")
        .body("<p>Hello".getBytes(UTF_8))
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .body("params.times", equalTo(4))
        .body("counts.total", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/documents",
        "/documents/0",
        "/results",
        "/artifacts",
        "/artifacts/0/index.json",
        "/events"
      })
  void whatBelongsToNoJobIsNotFound(String what) {
    for (String id : List.of(NOBODY, "17", "no-id", "1-2-3-4-5")) {
      given()
          .get("/v1/jobs/" + id + what)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("type", endsWith(":not-found"));
    }
  }

  @Test
  void jobsAreListedNewestFirstPageByPage() {
    String batch = UUID.randomUUID().toString();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(given().body("x").post("/v1/jobs?pipeline=echo&batch=" + batch).path("id"));
    }
    List<String> listed = new ArrayList<>();
    String next = "/v1/jobs?limit=2&batch=" + batch;
    int pages = 0;
    while (next != null) {
      Response page = given().urlEncodingEnabled(false).get(next);
      assertThat(page.statusCode()).isEqualTo(200);
      listed.addAll(page.path("jobs.id"));
      String link = page.header("Link");
      next = link == null ? null : link.substring(link.indexOf('<') + 1, link.indexOf('>'));
      pages++;
    }
    assertThat(listed).isEqualTo(ids);
    assertThat(pages).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=501,limit",
    "limit=x,limit",
    "status=sleeping,status",
    "cursor=!!,cursor"
  })
  void aQueryThatIsWrongIsRefused(String query, String field) {
    given()
        .get("/v1/jobs?" + query)
        .then()
        .statusCode(400)
        .body("type", endsWith(":invalid-request"))
        .body("field", equalTo(field));
  }

  @Test
  void unfinishedIsAState() {
    Job job = hand.queued(1);
    given()
        .get("/v1/jobs?status=unfinished&limit=500")
        .then()
        .body("jobs.id", hasItem(job.id().toString()));
    given()
        .get("/v1/jobs?status=completed&limit=500")
        .then()
        .body("jobs.id", not(hasItem(job.id().toString())));
  }

  @Test
  void commandsAreObeyedOrRefusedByState() {
    Job job = hand.queued(1);
    String path = "/v1/jobs/" + job.id();
    given().delete(path).then().statusCode(409).body("type", endsWith(":illegal-transition"));
    given().post(path + "/pause").then().statusCode(202).body("state", equalTo("paused"));
    given().post(path + "/pause").then().statusCode(202).body("state", equalTo("paused"));
    given().post(path + "/retry").then().statusCode(409);
    given().post(path + "/resume").then().statusCode(202).body("state", equalTo("running"));
    given().post(path + "/stop").then().statusCode(202).body("state", equalTo("stopped"));
    given().post(path + "/pause").then().statusCode(409).body("detail", containsString("stopped"));
    given().get(path).then().body("transitions.size()", greaterThan(4));
    given().delete(path).then().statusCode(204);
    given().get(path).then().statusCode(404);
    given().delete(path).then().statusCode(404);
    for (String command : List.of("pause", "resume", "stop", "retry")) {
      given().post("/v1/jobs/no-id/" + command).then().statusCode(404);
      given().post("/v1/jobs/" + NOBODY + "/" + command).then().statusCode(404);
    }
  }

  @Test
  void documentsAreListedByStateAndPageByPage() {
    Hand.Held held = hand.held(5);
    hand.complete(held, 0);
    hand.fail(held, 1);
    hand.begin(held, 2);
    hand.fail(held, 3);
    String path = "/v1/jobs/" + held.id() + "/documents";
    given()
        .get(path)
        .then()
        .body(
            "documents.state", equalTo(List.of("done", "failed", "running", "failed", "running")));
    Response failed = given().get(path + "?status=failed&limit=1");
    assertThat(failed.<List<Integer>>path("documents.seq")).containsExactly(1);
    String link = failed.header("Link");
    given()
        .urlEncodingEnabled(false)
        .get(link.substring(1, link.indexOf('>')))
        .then()
        .body("documents.seq", equalTo(List.of(3)))
        .body("documents[0].problem.type", endsWith(":encrypted-document"));
    given()
        .get(path + "/1")
        .then()
        .body("failures[0].attempt", equalTo(1))
        .body("failures[0].retryable", equalTo(false));
    given().get(path + "/5").then().statusCode(404);
    given().get(path + "/x").then().statusCode(404);
    given().get(path + "?status=tired").then().statusCode(400);
  }

  private static String upload(String text) {
    return given().body(text.getBytes(UTF_8)).post("/v1/uploads").path("id");
  }

  private static ValidatableResponse submit(String json) {
    return given().contentType(ContentType.JSON).body(json).post("/v1/jobs").then();
  }

  private static void awaitState(String id, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> state.equals(given().get("/v1/jobs/" + id).path("state")));
  }
}

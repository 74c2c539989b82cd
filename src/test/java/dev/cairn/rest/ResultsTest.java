package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ResultsTest {

  private final Hand hand;

  ResultsTest(Hand hand) {
    this.hand = hand;
  }

  @Test
  void recordsComeInTheOrderOfDocumentsWhateverTheOrderOfCommits() {
    Hand.Held held = hand.held(3);
    hand.complete(held, 2, "{\"n\":5}");
    hand.complete(held, 0, "{\"n\":1}", "{\"n\":2}");
    assertThat(results(held, "")).isEqualTo("{\"n\":1}\n{\"n\":2}\n{\"n\":5}\n");
    hand.complete(held, 1, "{\"n\":3}");
    assertThat(results(held, "?format=jsonl"))
        .isEqualTo("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":5}\n");
    assertThat(results(held, "?format=json"))
        .isEqualTo("[\n{\"n\":1},\n{\"n\":2},\n{\"n\":3},\n{\"n\":5}\n]\n");
  }

  @Test
  void longResultsAreWhole() {
    Hand.Held held = hand.held(1);
    String[] records =
        IntStream.range(0, 2_345).mapToObj(i -> "{\"n\":%d}".formatted(i)).toArray(String[]::new);
    hand.complete(held, 0, records);
    JsonArray all = new JsonArray(results(held, "?format=json"));
    assertThat(all).hasSize(2_345);
    assertThat(all.getJsonObject(2_344).getInteger("n")).isEqualTo(2_344);
    assertThat(results(held, "").lines()).hasSize(2_345);
    hand.finish(held);
    assertThat(results(held, "?follow=true")).isEqualTo(results(held, ""));
  }

  @Test
  void nothingYetIsAnEmptyAnswerInEachFormat() {
    Hand.Held held = hand.held(1);
    assertThat(results(held, "")).isEmpty();
    assertThat(new JsonArray(results(held, "?format=json"))).isEmpty();
  }

  @Test
  void csvHasTheColumnsOfThePipelineAndNoFormulas() {
    String id =
        given()
            .queryParam("pipeline", "echo")
            .multiPart("f", "a.txt", "=cmd|'/c calc'!A1".getBytes(UTF_8))
            .multiPart("f", "b.txt", "a \"b\",\nc".getBytes(UTF_8))
            .post("/v1/jobs")
            .path("id");
    follow(id);
    given()
        .get("/v1/jobs/" + id + "/results?format=csv")
        .then()
        .contentType(startsWith("text/csv"))
        .body(equalTo("text,n\r\n'=cmd|'/c calc'!A1,0\r\n\"a \"\"b\"\",\nc\",0\r\n"));
  }

  @Test
  void whoFollowsGetsRecordsAsTheyAreCommittedUntilTheJobEnds()
      throws IOException, InterruptedException {
    Hand.Held held = hand.held(3);
    hand.complete(held, 1, "{\"n\":1}");
    try (BufferedReader lines = open(held.id().toString())) {
      assertThat(lines.readLine()).isEqualTo("{\"n\":1}");
      hand.complete(held, 0, "{\"n\":2}", "{\"n\":3}");
      assertThat(lines.readLine()).isEqualTo("{\"n\":2}");
      assertThat(lines.readLine()).isEqualTo("{\"n\":3}");
      hand.fail(held, 2);
      hand.finish(held);
      assertThat(lines.readLine()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=xml", "follow=perhaps", "follow=true&format=csv"})
  void whatCannotBeServedIsRefused(String query) {
    Hand.Held held = hand.held(1);
    given().get("/v1/jobs/" + held.id() + "/results?" + query).then().statusCode(400);
  }

  @Test
  void artifactsAreListedAndServedAsTheyAre() {
    Hand.Held held = hand.held(2);
    hand.complete(held, 0);
    hand.complete(held, 1);
    String path = "/v1/jobs/" + held.id() + "/artifacts";
    given()
        .get(path + "?limit=1")
        .then()
        .body("artifacts[0].name", equalTo("0/index.json"))
        .body("artifacts[0].size", equalTo(9))
        .header("Link", startsWith("</v1/jobs/"));
    given()
        .get(path + "/1/index.json")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("seq", equalTo(1));
    given().get(path + "/1/none.json").then().statusCode(404);
    given().get(path + "/x/index.json").then().statusCode(404);
  }

  private static String results(Hand.Held held, String query) {
    return given()
        .get("/v1/jobs/" + held.id() + "/results" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  /** Waits for a job to end. */
  private static void follow(String id) {
    given().get("/v1/jobs/" + id + "/results?follow=true").then().statusCode(200);
  }

  private static BufferedReader open(String id) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://localhost:%d/v1/jobs/%s/results?follow=true".formatted(RestAssured.port, id));
    HttpResponse<java.io.InputStream> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
  }
}

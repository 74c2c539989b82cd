package dev.cairn.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the history of a job that finished long ago is told what is missing. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TrimmedEventsTest {

  @Inject Attic attic;
  @Inject Hand hand;
  private Hand.Held held;
  private long first;
  private long last;

  @BeforeEach
  void aJobWhoseEventsAreOld() {
    held = hand.held(3);
    hand.complete(held, 0, "{\"n\":0}");
    hand.complete(held, 1, "{\"n\":1}");
    hand.complete(held, 2, "{\"n\":2}");
    hand.finish(held);
    attic.finishedLongAgo(held.job(), 4);
    attic.sweep();
    last = attic.count("select max(last_no) from event where job = $1", held.job());
    first = attic.count("select min(last_no - n + 1) from event where job = $1", held.job());
  }

  private String address() {
    return "/v1/jobs/" + held.id() + "/events";
  }

  @Test
  void onlyTheRowThatSaysHowTheJobEndedIsKept() {
    assertThat(first).isGreaterThan(1);
    assertThat(attic.count("select count(*) from event where job = $1", held.job())).isOne();
    given()
        .accept("application/json")
        .get(address())
        .then()
        .statusCode(200)
        .body("events", hasSize((int) (last - first + 1)))
        .body("events[-1].type", equalTo("job.done"));
  }

  @Test
  void whoAsksForEventsThatAreGoneIsToldSo() {
    for (String type : new String[] {"application/json", "text/event-stream"}) {
      given()
          .accept(type)
          .header("Last-Event-ID", "1")
          .get(address())
          .then()
          .statusCode(410)
          .body("type", endsWith(":events-expired"))
          .body("detail", containsString("Events 2 to " + (first - 1) + " are gone"));
    }
    given().header("Last-Event-ID", first - 1).get(address()).then().statusCode(200);
    given().header("Last-Event-ID", last).get(address()).then().statusCode(204);
  }

  @Test
  void whoAsksForNoNumberGetsASnapshotAndWhatIsKept() {
    String stream = given().get(address()).then().statusCode(200).extract().asString();
    assertThat(stream).contains("event: job.snapshot", "event: job.done").contains("id: " + first);
  }

  @Test
  void recordsAreStillFollowedInTheOrderOfDocuments() {
    given()
        .get("/v1/jobs/" + held.id() + "/results?follow=true")
        .then()
        .statusCode(200)
        .body(equalTo("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n"));
  }
}

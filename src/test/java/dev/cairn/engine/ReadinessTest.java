package dev.cairn.engine;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node does, and says of itself, while its database answers but takes nothing. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ReadinessTest {

  private static final String READY = "/q/health/ready";

  private final Pool pool;

  ReadinessTest(Pool pool) {
    this.pool = pool;
  }

  /** What PostgreSQL says when a table can't grow; small rows of others still find room. */
  private void fillTheDisk() {
    run(
        """
        create function no_room() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$
        """);
    run("create trigger no_room before insert on checkpoint execute function no_room()");
  }

  @AfterEach
  void makeRoom() {
    run("drop trigger if exists no_room on checkpoint");
    run("drop function if exists no_room");
    run("drop trigger if exists no_more on lease");
    run("drop function if exists no_more");
    run("drop sequence if exists claims");
  }

  @Test
  void aNodeWhoseResultsAreNotTakenSaysSoAndWhyAndIsReadyAgainWhenTheyAre() {
    fillTheDisk();
    String job = submit("one document");
    awaitReadiness(503);
    given()
        .get(READY)
        .then()
        .body("checks.data.reason", hasItem(containsString("No space left on device (53100)")));
    makeRoom();
    awaitReadiness(200);
    awaitState(job, "completed");
  }

  @Test
  void aNodeThatIsRefusedMoreDocumentsAsksForThemOnceASecond() {
    fillTheDisk();
    run("create sequence claims");
    run(
        """
        create function no_more() returns trigger language plpgsql as $$
        begin
          if exists (select from lease l where l.job = new.job) then
            perform nextval('claims');
            raise exception 'no more' using errcode = '25006';
          end if;
          return new;
        end $$
        """);
    run("create trigger no_more before insert on lease for each row execute function no_more()");
    String job = submit("good\n".repeat(200));
    awaitClaims(1);
    long first = System.nanoTime();
    awaitClaims(3);
    assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofSeconds(1));
    makeRoom();
    awaitState(job, "completed");
  }

  private void awaitClaims(int number) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> claims() >= number);
  }

  /** A sequence counts what was rolled back too. */
  private long claims() {
    return Hand.await(
            pool.query("select case when is_called then last_value else 0 end from claims")
                .execute())
        .iterator()
        .next()
        .getLong(0);
  }

  private void run(String sql) {
    Hand.await(pool.query(sql).execute());
  }

  private static String submit(String line) {
    return given()
        .contentType("application/x-ndjson")
        .body(line.getBytes(UTF_8))
        .post("/v1/jobs?pipeline=trial&name=trial.jsonl")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static void awaitReadiness(int status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> given().get(READY).statusCode() == status);
  }

  private static void awaitState(String job, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state.equals(given().get("/v1/jobs/" + job).path("state")));
  }
}

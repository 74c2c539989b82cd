package dev.cairn.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IdempotencyTest {

  private final String key = UUID.randomUUID().toString();

  @Test
  void theSameJsonUnderTheSameKeyIsOneJob() {
    String upload = upload("one");
    String job = job(json(upload, 1).header("Idempotency-Key", key).post("/v1/jobs"));
    assertThat(job(json(upload, 1).header("Idempotency-Key", '"' + key + '"').post("/v1/jobs")))
        .isEqualTo(job);
    assertThat(job(json(upload, 1).post("/v1/jobs"))).isNotEqualTo(job);
  }

  @Test
  void theSameDocumentUnderTheSameKeyIsOneJob() {
    String job = job(document("text").post("/v1/jobs?pipeline=echo&name=a.txt"));
    assertThat(job(document("text").post("/v1/jobs?pipeline=echo&name=a.txt"))).isEqualTo(job);
    refused(document("other text").post("/v1/jobs?pipeline=echo&name=a.txt"));
    refused(document("text").post("/v1/jobs?pipeline=echo&name=b.txt"));
    refused(document("text").post("/v1/jobs?pipeline=echo&name=a.txt&priority=1"));
  }

  @Test
  void theSameFormUnderTheSameKeyIsOneJob() {
    String job = job(form("text").post("/v1/jobs?pipeline=echo"));
    assertThat(job(form("text").post("/v1/jobs?pipeline=echo"))).isEqualTo(job);
    refused(form("other").post("/v1/jobs?pipeline=echo"));
  }

  @Test
  void anotherRequestUnderTheSameKeyIsRefused() {
    String upload = upload("two");
    json(upload, 1).header("Idempotency-Key", key).post("/v1/jobs").then().statusCode(202);
    refused(json(upload, 2).header("Idempotency-Key", key).post("/v1/jobs"));
  }

  @Test
  void aRequestThatWasRefusedMayBeMendedUnderItsKey() {
    json("0198c1de-0000-7000-8000-000000000000", 1)
        .header("Idempotency-Key", key)
        .post("/v1/jobs")
        .then()
        .statusCode(422)
        .body("type", endsWith(":unknown-upload"));
    json(upload("three"), 1).header("Idempotency-Key", key).post("/v1/jobs").then().statusCode(202);
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    json(upload("four"), 1)
        .header("Idempotency-Key", "\"\"")
        .post("/v1/jobs")
        .then()
        .statusCode(400);
    json(upload("four"), 1)
        .header("Idempotency-Key", "x".repeat(256))
        .post("/v1/jobs")
        .then()
        .statusCode(400);
  }

  @Test
  void aRequestWhoseTwinIsStillComingIsRefused() throws IOException {
    try (Socket twin = new Socket("localhost", RestAssured.port)) {
      String head =
          """
          POST /v1/jobs?pipeline=echo&name=a.txt HTTP/1.1
          Host: x
          Idempotency-Key: %s
          Expect: 100-continue
          Content-Length: 4

          """
              .formatted(key);
      twin.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));
      assertThat(answer(twin, 25)).startsWith("HTTP/1.1 100 "); // it is being handled
      document("text")
          .post("/v1/jobs?pipeline=echo&name=a.txt")
          .then()
          .statusCode(409)
          .body("type", endsWith(":request-in-flight"));
      twin.getOutputStream().write("text".getBytes(UTF_8));
      assertThat(answer(twin, 12)).isEqualTo("HTTP/1.1 202");
    }
    document("text").post("/v1/jobs?pipeline=echo&name=a.txt").then().statusCode(202);
  }

  private static String answer(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  @Test
  void twinsAtTheSameMomentAreOneJob() throws Exception {
    String upload = upload("five");
    Set<String> jobs = ConcurrentHashMap.newKeySet();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          IntStream.range(0, 16).mapToObj(i -> many.submit(() -> submitted(upload, jobs))).toList();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(202, 409);
      }
    }
    assertThat(jobs).hasSize(1);
  }

  private int submitted(String upload, Set<String> jobs) {
    Response answer = json(upload, 1).header("Idempotency-Key", key).post("/v1/jobs");
    if (answer.statusCode() == 202) {
      jobs.add(job(answer));
    }
    return answer.statusCode();
  }

  private RequestSpecification document(String text) {
    return given().header("Idempotency-Key", key).body(text.getBytes(UTF_8));
  }

  private RequestSpecification form(String text) {
    return given().header("Idempotency-Key", key).multiPart("file", "a.txt", text.getBytes(UTF_8));
  }

  private static RequestSpecification json(String upload, int priority) {
    return given()
        .contentType("application/json")
        .body(Map.of("pipeline", "echo", "uploads", List.of(upload), "priority", priority));
  }

  private static String upload(String text) {
    return given().body(text.getBytes(UTF_8)).post("/v1/uploads").then().extract().path("id");
  }

  private static String job(Response answer) {
    return answer.then().statusCode(202).extract().path("id");
  }

  private static void refused(Response answer) {
    answer.then().statusCode(422).body("type", endsWith(":key-reused"));
  }
}

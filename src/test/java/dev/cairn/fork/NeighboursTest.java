package dev.cairn.fork;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Promise 8 (Contained), over HTTP: parsers that misbehave, and the documents beside them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NeighboursTest {

  private static final int GOOD = 200;

  @Test
  void hostileDocumentsFailAloneWithTrueReasonsAndTheOthersDoNotWaitForThem() {
    List<String> bad =
        Stream.concat(
                // More hangs than threads: the others may not stand behind them.
                IntStream.range(0, Runtime.getRuntime().availableProcessors())
                    .mapToObj(i -> i % 2 == 0 ? "hang" : "loop"),
                Stream.of("fill the heap", "crash", "exit", "recurse"))
            .toList();
    String job = submit(Stream.concat(bad.stream(), good()).toList());
    await(job, "counts.done", GOOD);
    assertThat(reasons(job))
        .as("none of those that hang is ended yet")
        .doesNotContain("stage-timeout");
    await(job, "counts.failed", bad.size());
    assertThat(reasons(job))
        .containsExactlyInAnyOrderElementsOf(bad.stream().map(NeighboursTest::expected).toList());
  }

  private static Stream<String> good() {
    return IntStream.range(0, GOOD).mapToObj(i -> "read " + i);
  }

  private static String expected(String bad) {
    return switch (bad) {
      case "hang", "loop" -> "stage-timeout";
      case "fill the heap" -> "out-of-memory";
      case "recurse" -> "too-deep";
      default -> "parser-crashed";
    };
  }

  private static List<String> reasons(String job) {
    return given()
        .get("/v1/jobs/" + job + "/documents?status=failed")
        .jsonPath()
        .getList("documents.problem.type", String.class)
        .stream()
        .map(type -> type.replace("urn:cairn:problem:", ""))
        .toList();
  }

  private static String submit(List<String> lines) {
    return given()
        .contentType("application/x-ndjson")
        .body(String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/v1/jobs?pipeline=hostile&name=hostile.jsonl")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static JsonPath status(String job) {
    return given().get("/v1/jobs/" + job).jsonPath();
  }

  private static void await(String job, String count, int value) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> status(job).getInt(count) == value);
  }
}

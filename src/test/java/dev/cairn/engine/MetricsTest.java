package dev.cairn.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Prometheus is told. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MetricsTest {

  @Test
  void aNodeThatWorksSaysSoAndCountsItsStageCommits() {
    double before = metric("cairn_stage_commits_total");
    given().body("a text").post("/v1/jobs?pipeline=echo").then().statusCode(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> metric("cairn_stage_commits_total") > before);
    assertThat(metric("cairn_node_ready")).isEqualTo(1);
    assertThat(metric("cairn_commit_groups_total")).isPositive();
  }

  private static double metric(String name) {
    String all = given().get("/q/metrics").then().statusCode(200).extract().asString();
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}

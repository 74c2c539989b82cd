package dev.cairn.bench;

import static io.restassured.RestAssured.given;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Stage commits a second of the whole engine, beside bare grouped inserts in the same run. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class StageCommitBench {

  private static final int DOCUMENTS = Integer.getInteger("bench.documents", 100_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int STAGES = 3;

  @Inject Pool pool;

  @Test
  void stageCommitsBesideBareInserts() throws IOException {
    Path lines = Files.createTempFile("lines", ".jsonl");
    Files.writeString(lines, "{\"text\":\"a line\"}\n".repeat(DOCUMENTS));
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      double bare = BareInserts.run(pool, 200_000);
      long wal = walPosition();
      double engine = run(lines);
      double perCommit = (walPosition() - wal) / (double) (DOCUMENTS * STAGES);
      System.out.printf(
          "%s bare %,.0f rows/s; engine %,.0f stage commits/s, %,.0f documents/s; ratio %.2f; WAL %.0f bytes a commit; heap after %d MB%n",
          round == 0 ? "warm-up:" : "round " + round + ":",
          bare,
          engine,
          engine / STAGES,
          engine / bare,
          perCommit,
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      if (round > 0) {
        ratios.add(engine / bare);
      }
    }
    ratios.sort(null);
    System.out.printf("median ratio %.2f%n", ratios.get(ratios.size() / 2));
    Files.delete(lines);
  }

  private double run(Path lines) {
    String id =
        given()
            .contentType("application/x-ndjson")
            .body(lines.toFile())
            .post("/v1/jobs?pipeline=trivial&name=lines.jsonl")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    long begun = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofMinutes(30))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> completed(id));
    return (double) DOCUMENTS * STAGES * 1e9 / (System.nanoTime() - begun);
  }

  /**
   * Straight from the database: asking over HTTP five times a second cost as much as the engine.
   */
  private boolean completed(String id) {
    return pool.preparedQuery("select 1 from job where uid = $1 and state = 'completed'")
            .executeAndAwait(Tuple.of(UUID.fromString(id)))
            .size()
        > 0;
  }

  private long walPosition() {
    return pool.query("select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes")
        .executeAndAwait()
        .iterator()
        .next()
        .getBigDecimal("bytes")
        .longValue();
  }
}

package dev.cairn.engine;

import static dev.cairn.Hand.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import dev.cairn.store.Nodes;
import dev.cairn.store.Rescue;
import dev.cairn.store.Tenant;
import dev.cairn.store.Uploads;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stages that take long go on where they were; stages of the job run once, at the end. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LongStageTest {

  private static final long GIGABYTE = 1L << 30;

  @Inject BlobStore blobs;
  @Inject Uploads uploads;
  @Inject Nodes nodes;
  @Inject Rescue rescue;

  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void letAllPass() {
    open.countDown();
    LongPipeline.gatekeeper = piece -> {};
    LongPipeline.failing = false;
  }

  /** Bytes that cost no memory to make. */
  private Upload upload(long size) throws IOException {
    byte[] block = new byte[1 << 20];
    java.util.Arrays.fill(block, (byte) 3);
    try (BlobWriter writer = blobs.create()) {
      for (long left = size; left > 0; left -= block.length) {
        writer.write(ByteBuffer.wrap(block, 0, (int) Math.min(left, block.length)));
      }
      return await(
          uploads.add(
              Tenant.LOCAL, new StoredFile("long.bin", "text/plain", writer.finish(), size)));
    }
  }

  private static String submit(Upload... of) {
    String ids =
        java.util.Arrays.stream(of)
            .map(each -> "\"" + each.id() + "\"")
            .collect(java.util.stream.Collectors.joining(","));
    return given()
        .contentType("application/json")
        .body("{\"pipeline\":\"long\",\"uploads\":[" + ids + "]}")
        .post("/v1/jobs")
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

  private static List<Long> pieces(String job) {
    return given()
        .get("/v1/jobs/" + job + "/results?format=json")
        .jsonPath()
        .getList("piece", Long.class);
  }

  /** To the others this node is dead: all it held is given away, as after a crash. */
  private void loseTheNode() {
    long other = await(nodes.register("rescuer"));
    await(rescue.free(other, Rescue.Patience.NONE));
    await(rescue.leave(other));
  }

  @Test
  void aStageThatReadsAGigabyteGoesOnInsideItAfterItsNodeWasLost() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    LongPipeline.gatekeeper =
        piece -> {
          if (piece == 32) {
            half.countDown();
            open.await();
          }
        };
    LongPipeline.BYTES.set(0);
    String job = submit(upload(GIGABYTE));
    half.await();
    loseTheNode();
    open.countDown();
    awaitState(job, "completed");
    long pieces = GIGABYTE / LongPipeline.PIECE;
    // Every piece once, then what is emitted at the end, then what the job's stage counted.
    assertThat(pieces(job))
        .containsExactlyElementsOf(
            LongStream.concat(LongStream.range(0, pieces), LongStream.of(-1, 1000 + pieces + 1))
                .boxed()
                .toList());
    // At most the pieces at work in both lives were read twice.
    assertThat(LongPipeline.BYTES.get()).isBetween(GIGABYTE, GIGABYTE + 2 * LongPipeline.PIECE);
    JsonPath document = given().get("/v1/jobs/" + job + "/documents/0").jsonPath();
    assertThat(document.getList("checkpoints.records", Integer.class))
        .containsExactly((int) pieces + 1);
  }

  @Test
  void aStageThatDoesNotListenDoesNotHoldAPauseUp() throws Exception {
    CountDownLatch there = new CountDownLatch(1);
    LongPipeline.gatekeeper =
        piece -> {
          if (piece == 1) {
            there.countDown();
            boolean passed = false;
            while (!passed) {
              try {
                open.await();
                passed = true;
              } catch (InterruptedException deaf) {
                passed = false;
              }
            }
          }
        };
    String job = submit(upload(3 * LongPipeline.PIECE));
    there.await();
    long begun = System.nanoTime();
    given().post("/v1/jobs/" + job + "/pause").then().statusCode(202);
    awaitState(job, "paused");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    open.countDown();
    given().post("/v1/jobs/" + job + "/resume").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(pieces(job)).containsExactly(0L, 1L, 2L, -1L, 1004L);
  }

  @Test
  void aJobWhoseOwnStageFailsForGoodFailsAndIsDoneAgainOnRetry() throws Exception {
    LongPipeline.failing = true;
    String job = submit(upload(1), upload(2));
    awaitState(job, "failed");
    JsonPath failed = given().get("/v1/jobs/" + job).jsonPath();
    assertThat(failed.getString("problem.type")).isEqualTo("urn:cairn:problem:no-sum");
    assertThat(failed.getInt("counts.done")).isEqualTo(2);
    assertThat(failed.getInt("counts.failed")).isZero();
    LongPipeline.failing = false;
    given().post("/v1/jobs/" + job + "/retry").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(pieces(job)).containsExactly(0L, -1L, 0L, -1L, 1004L);
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getList("stages.done", Integer.class))
        .containsExactly(2, 1);
  }

  @Test
  void theJobsOwnStageCanBeDoneAgainByItself() throws Exception {
    String job = submit(upload(1));
    awaitState(job, "completed");
    LongPipeline.BYTES.set(0);
    given().post("/v1/jobs/" + job + "/retry?stage=count").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(LongPipeline.BYTES.get()).isZero();
    assertThat(pieces(job)).containsExactly(0L, -1L, 1002L);
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getString("processing"))
        .isEqualTo("retried");
  }

  @Test
  void allIsDoneAgainFromAStageOn() throws Exception {
    String job = submit(upload(1), upload(5));
    awaitState(job, "completed");
    LongPipeline.BYTES.set(0);
    given().post("/v1/jobs/" + job + "/retry?stage=nothing").then().statusCode(422);
    given().post("/v1/jobs/" + job + "/retry?stage=read").then().statusCode(202);
    awaitState(job, "completed");
    assertThat(LongPipeline.BYTES.get()).isEqualTo(6);
    assertThat(pieces(job)).containsExactly(0L, -1L, 0L, -1L, 1004L);
    assertThat(given().get("/v1/jobs/" + job).jsonPath().getList("stages.done", Integer.class))
        .containsExactly(2, 1);
  }
}

package dev.cairn.retention;

import static dev.cairn.Hand.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.retention.Attic.Kept;
import dev.cairn.store.Expiry;
import dev.cairn.store.Graves;
import dev.cairn.store.LooseBlobs;
import dev.cairn.store.Sweeps;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RetentionTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Attic attic;
  @Inject Hand hand;
  @Inject Graves graves;
  @Inject Expiry expiry;
  @Inject LooseBlobs loose;
  @Inject Sweeps sweeps;
  @Inject BlobStore blobs;
  @Inject BlobSweep blobSweep;

  @Test
  void aJobFinishedLongAgoGoesWithAllItsRowsAndFiles() throws IOException {
    Kept upload = attic.upload();
    long job = attic.completed(upload);
    String handed =
        blobs.put(UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    attic.sql("update checkpoint set handed_blob = $2 where job = $1", job, handed);
    attic.finishedLongAgo(job, 31);
    attic.unusedFor(upload, 8);

    attic.sweep();
    assertThat(attic.count("select count(*) from job where id = $1", job)).isZero();
    assertThat(attic.tablesWithRowsOf(job)).isEmpty();
    assertThat(attic.file(upload.blob())).exists();

    attic.graceIsOver(upload.blob());
    attic.graceIsOver(handed);
    attic.sweep();
    assertThat(attic.file(upload.blob())).doesNotExist();
    assertThat(attic.file(handed)).doesNotExist();
    assertThat(attic.loose(upload.blob())).isFalse();
  }

  @Test
  void anUploadThatNobodyGoesOnWithExpires() {
    String young = attic.begunUpload();
    String old = attic.begunUpload();
    attic.sql(
        "update arrival set expires_at = now() - interval '1 s' where uid = $1",
        UUID.fromString(old));
    given().header("Tus-Resumable", "1.0.0").head("/v1/uploads/" + old).then().statusCode(410);
    attic.sweep();
    given().header("Tus-Resumable", "1.0.0").head("/v1/uploads/" + old).then().statusCode(404);
    given().header("Tus-Resumable", "1.0.0").head("/v1/uploads/" + young).then().statusCode(200);
    assertThat(drafts()).contains(UUID.fromString(young)).doesNotContain(UUID.fromString(old));
  }

  @Test
  void whatArrivedOfAnUploadThatIsNotKnownIsThrownAway() {
    String known = attic.begunUpload();
    String unknown = attic.begunUpload();
    attic.sql("delete from arrival where uid = $1", UUID.fromString(unknown));
    await(blobSweep.strays(Instant.now().plus(HOUR.multipliedBy(2))));
    assertThat(drafts()).contains(UUID.fromString(known)).doesNotContain(UUID.fromString(unknown));
  }

  private List<UUID> drafts() {
    try {
      return blobs.drafts(Instant.now().plus(HOUR));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunningJobAndAYoungOneStay() {
    Hand.Held running = hand.held(2);
    attic.sql("update job set created_at = now() - interval '1 y' where id = $1", running.job());
    long young = attic.completed(attic.upload());
    attic.finishedLongAgo(young, 29);
    attic.sweep();
    assertThat(attic.tablesWithRowsOf(running.job())).contains("document", "lease", "event");
    assertThat(attic.tablesWithRowsOf(young)).contains("document", "checkpoint", "record");
  }

  @Test
  void aBlobOfTwoJobsStaysUntilBothAreGone() throws IOException {
    Kept upload = attic.upload();
    long one = attic.completed(upload);
    long other = attic.completed(upload, attic.upload(upload.text()));
    attic.sql("update upload set used_at = now() - interval '8 d' where blob = $1", upload.blob());
    attic.finishedLongAgo(one, 31);
    attic.sweep();
    attic.graceIsOver(upload.blob());
    attic.sweep();
    assertThat(attic.file(upload.blob())).exists();
    assertThat(attic.loose(upload.blob())).isFalse();

    attic.finishedLongAgo(other, 31);
    attic.sweep();
    attic.graceIsOver(upload.blob());
    attic.sweep();
    assertThat(attic.file(upload.blob())).doesNotExist();
  }

  @Test
  void anUploadOfTheSameBytesDuringTheSweepKeepsItsFile() throws IOException {
    Kept first = attic.upload();
    attic.unusedFor(first, 8);
    await(expiry.uploads(Duration.ofDays(7)));
    attic.graceIsOver(first.blob());
    await(
        loose.step(
            HOUR,
            doomed -> {
              assertThat(doomed.blobs()).contains(first.blob());
              return Uni.createFrom()
                  .item(() -> uploadedMeanwhile(first, doomed.before()))
                  .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
            }));
    assertThat(attic.file(first.blob())).exists();
    attic.graceIsOver(first.blob());
    attic.sweep();
    assertThat(attic.file(first.blob())).exists();
    assertThat(attic.loose(first.blob())).isFalse();
  }

  private List<String> uploadedMeanwhile(Kept first, Instant before) {
    attic.upload(first.text());
    try {
      assertThat(blobs.remove(first.blob(), before)).isFalse();
      return List.of(first.blob());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aYoungFileStaysThoughNothingRefersToItAsYet() throws IOException {
    Kept upload = attic.upload();
    attic.unusedFor(upload, 8);
    attic.sweep();
    attic.graceIsOver(upload.blob());
    blobs.put(upload.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    attic.sweep();
    assertThat(attic.file(upload.blob())).exists();
    assertThat(attic.loose(upload.blob())).isTrue();
    attic.graceIsOver(upload.blob());
    attic.sweep();
    assertThat(attic.file(upload.blob())).doesNotExist();
  }

  @Test
  void afterABreakInTouchNoFileGoesUntilAGraceTimeHasPassed() throws IOException {
    Kept upload = attic.upload();
    attic.unusedFor(upload, 8);
    attic.sweep();
    attic.graceIsOver(upload.blob());
    attic.sql("update sweep set seen_at = now() - interval '4 min'");
    attic.sweep();
    assertThat(attic.file(upload.blob())).exists();
    attic.graceIsOver(upload.blob());
    attic.sweep();
    assertThat(attic.file(upload.blob())).doesNotExist();
  }

  @Test
  void uploadsThatNoJobNamedForAWeekAreForgottenAndNamingOneKeepsIt() {
    Kept forgotten = attic.upload();
    Kept named = attic.upload();
    attic.unusedFor(forgotten, 8);
    attic.unusedFor(named, 6);
    attic.completed(named);
    attic.sql(
        "update upload set used_at = used_at - interval '6 d' where uid = $1",
        UUID.fromString(named.id()));
    attic.sweep();
    given().get("/v1/uploads/" + forgotten.id()).then().statusCode(404);
    given().get("/v1/uploads/" + named.id()).then().statusCode(200);
  }

  @Test
  void aStepRemovesABoundedNumberOfRows() {
    attic.sweep();
    long job = Long.MIN_VALUE; // before all others that are deleted meanwhile
    attic.sql(
        "insert into record (job, seq, stage, n, data) select $1, s, 0, 0, 'x' from generate_series(1, 12000) s",
        job);
    attic.sql("insert into grave (job) values ($1)", job);
    assertThat(await(graves.step())).isTrue();
    assertThat(attic.count("select count(*) from record where job = $1", job)).isEqualTo(11_000);
    attic.sweep();
    assertThat(attic.tablesWithRowsOf(job)).isEmpty();
  }

  @Test
  void aFileThatNoRowEverNamedIsFound() throws IOException {
    String stray =
        blobs.put(UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Kept owned = attic.upload();
    attic.age(stray);
    attic.age(owned.blob());
    for (int folder = 0; folder < 256; folder++) {
      await(blobSweep.strays(Instant.now()));
    }
    assertThat(attic.loose(stray)).isTrue();
    assertThat(attic.loose(owned.blob())).isFalse();
  }

  @Test
  void oneNodeSweepsAtATimeAndAnotherFollowsWhenItLeavesOrFallsSilent() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    Duration every = Duration.ofMinutes(1);
    attic.sql("update sweep set holder = null");
    assertThat(await(sweeps.look(one, every, Attic.KEEP))).isPresent();
    assertThat(await(sweeps.look(other, every, Attic.KEEP))).isEmpty();
    await(sweeps.leave(one));
    assertThat(await(sweeps.look(other, every, Attic.KEEP))).isPresent();
    attic.sql("update sweep set seen_at = now() - interval '4 min'");
    assertThat(await(sweeps.look(one, every, Attic.KEEP))).isPresent();
    assertThat(await(sweeps.look(other, every, Attic.KEEP))).isEmpty();
    await(sweeps.leave(one));
  }
}

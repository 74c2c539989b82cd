package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.TestDatabase;
import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.CorruptBlobException;
import dev.cairn.blob.Draft;
import dev.cairn.blob.DraftContract;
import dev.cairn.job.Content;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PostgresBlobsTest extends DraftContract {

  private static final byte[] BYTES = new byte[200_000];

  @Inject Database database;
  @Inject Vertx vertx;

  @BeforeEach
  void empty() {
    sql("truncate blob, blob_chunk");
  }

  private long sql(String sql, Object... parameters) {
    var rows = await(database.run(sql, Tuple.from(List.of(parameters))));
    return rows.size() == 0 ? rows.rowCount() : rows.iterator().next().getLong(0);
  }

  @Override
  protected BlobStore server() {
    return new PostgresBlobs(database);
  }

  @Override
  protected UUID upload() {
    UUID upload = UUID.randomUUID();
    sql(
        "insert into arrival (uid, tenant, name, expires_at) values ($1, 1, 'a', now() + interval '1 d')",
        upload);
    return upload;
  }

  @Override
  protected void takenOver(UUID upload, int epoch) {
    sql("update arrival set epoch = $2 where uid = $1", upload, epoch);
  }

  @Override
  protected void damage(String blob, long offset) {
    sql(
        """
        update blob_chunk set data = set_byte(data, ($2 - start)::int, get_byte(data, ($2 - start)::int) # 1)
        where content = (select content from blob where sha256 = $1)
          and start = (
            select max(start) from blob_chunk join blob using (content) where sha256 = $1 and start <= $2)
        """,
        blob,
        offset);
  }

  @Override
  protected boolean belongsToItsDatabase() {
    return true;
  }

  @Test
  void aWriterThatDiedLeavesNothingAndOneThatWasHeldForDeadWritesNothing() throws IOException {
    try (BlobWriter writer = server().create()) {
      writer.write(ByteBuffer.wrap(new byte[3 << 20]));
      assertThat(server().removeUnfinished(now().minusSeconds(60))).isZero();
      assertThat(server().removeUnfinished(now())).isEqualTo(1);
      reclaimAll();
      assertThat(chunks()).isZero();
      assertThat(rows()).isZero();
      assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[3 << 20])))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    }
    assertThat(chunks()).isZero();
  }

  @Test
  void theChunksOfWhatIsRemovedGoBitByBit() throws IOException {
    String large = server().put(new byte[40 << 20]);
    String small = server().put(new byte[10]);
    assertThat(server().remove(large, now())).isTrue();
    assertThat(server().remove(small, now())).isTrue();
    assertThat(chunks()).isEqualTo(641);
    assertThat(server().reclaim()).isPositive();
    assertThat(chunks()).isEqualTo(641 - 256);
    reclaimAll();
    assertThat(chunks()).isZero();
    assertThat(rows()).isZero();
  }

  @Test
  void manySmallBlobsGoInOneStep() throws IOException {
    for (int i = 0; i < 20; i++) {
      server().remove(server().put(new byte[i]), now());
    }
    server().reclaim();
    assertThat(rows()).isZero();
  }

  @Test
  void aDraftIsNotCopiedWhenItIsFinishedAndGoesWhenItsBytesWereThereBefore() throws IOException {
    String blob = server().put(BYTES);
    UUID upload = upload();
    takenOver(upload, 1);
    try (Draft draft = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(BYTES));
      assertThat(draft.finish()).isEqualTo(blob);
    }
    server().discard(upload);
    reclaimAll();
    assertThat(rows()).isEqualTo(1);
    assertThat(chunks()).isEqualTo(4);
    assertThat(server().read(blob)).isEqualTo(BYTES);
  }

  @Test
  void aDraftWhoseBlobIsRemovedCanBeFinishedAgain() throws IOException {
    UUID upload = upload();
    takenOver(upload, 1);
    try (Draft draft = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      draft.write(ByteBuffer.wrap(BYTES));
      String blob = draft.finish();
      assertThat(server().remove(blob, now())).isTrue();
      reclaimAll();
      assertThat(draft.finish()).isEqualTo(blob);
      assertThat(server().read(blob)).isEqualTo(BYTES);
    }
  }

  /** The row of the upload is held by whoever inserts, and waited for by whoever takes it over. */
  @Test
  void whoHasNotTheUploadsEpochWritesNotOneChunk() throws IOException {
    UUID upload = upload();
    takenOver(upload, 1);
    try (Draft stale = server().draft(new Draft.At(upload, 1, 0, Optional.empty()))) {
      takenOver(upload, 2);
      stale.write(ByteBuffer.wrap(BYTES));
      assertThatThrownBy(stale::settle).hasMessageContaining("taken over");
      assertThatThrownBy(stale::finish).hasMessageContaining("taken over");
    }
    assertThat(chunks()).isZero();
    Draft.At stale = new Draft.At(upload, 1, 0, Optional.empty());
    assertThatThrownBy(() -> server().draft(stale)).isInstanceOf(IOException.class);
  }

  @Test
  void aChunkThatIsMissingIsDamage() throws IOException {
    String blob = server().put(new byte[1 << 20]);
    sql("delete from blob_chunk where start = 15 * 65536");
    assertThatThrownBy(() -> server().read(blob)).isInstanceOf(CorruptBlobException.class);
    Content last = new Content(blob, (1 << 20) - 5, 5);
    assertThatThrownBy(() -> server().open(last)).isInstanceOf(CorruptBlobException.class);
  }

  @Test
  void aBlobThatIsRemovedWhileItIsReadIsSaidToBe() throws IOException {
    String blob = server().put(new byte[3 << 20]);
    try (InputStream in = server().open(new Content(blob, 0, 3 << 20))) {
      in.readNBytes(1000);
      server().remove(blob, now());
      reclaimAll();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void aConnectionThatIsCutEndsTheWriterAndNothingElse() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<String> cut = thread.submit(() -> server().put(new byte[200 << 20]));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  cut.isDone()
                      || sql(
                              """
                              select count(pg_terminate_backend(pid)) from pg_stat_activity
                              where query like '%insert into blob_chunk%' and state = 'active'
                                and pid <> pg_backend_pid()
                              """)
                          > 0);
      assertThatThrownBy(cut::get).hasCauseInstanceOf(IOException.class);
    }
    assertThat(sql("select count(*) from blob where sha256 is not null")).isZero();
    assertThat(server().read(server().put(BYTES))).isEqualTo(BYTES);
    server().removeUnfinished(now());
    reclaimAll();
    assertThat(chunks()).isEqualTo(4);
  }

  @Test
  void anEventLoopIsRefused() {
    CompletableFuture<String> put = new CompletableFuture<>();
    vertx.runOnContext(
        here -> {
          try {
            put.complete(server().put(BYTES));
          } catch (IOException | RuntimeException e) {
            put.completeExceptionally(e);
          }
        });
    assertThatThrownBy(put::get).hasCauseInstanceOf(IllegalStateException.class);
  }

  private long chunks() {
    return sql("select count(*) from blob_chunk");
  }

  private long rows() {
    return sql("select count(*) from blob");
  }

  private void reclaimAll() throws IOException {
    while (server().reclaim() > 0) {
      assertThat(rows()).isLessThan(1000);
    }
  }

  private Instant now() {
    return await(database.run("select clock_timestamp() as now", Tuple.tuple()))
        .iterator()
        .next()
        .getOffsetDateTime("now")
        .toInstant();
  }
}

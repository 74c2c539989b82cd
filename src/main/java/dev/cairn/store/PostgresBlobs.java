package dev.cairn.store;

import dev.cairn.blob.BlobStore;
import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.Draft;
import dev.cairn.blob.DraftPrints;
import dev.cairn.job.Content;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Blobs in chunks of 64 KiB in the database, so that several nodes share nothing but that.
 *
 * <p>No statement handles more than some chunks and none is part of a longer transaction. What is
 * removed is out of sight at once, and its chunks go bit by bit ({@link #reclaim}).
 */
@Singleton
@Typed(PostgresBlobs.class)
public class PostgresBlobs implements BlobStore {

  /** Chunks removed in one step: 16 MiB, some 8,500 rows with those of TOAST. */
  private static final int STEP = 256;

  private final Database database;
  private final DraftPrints prints = new DraftPrints();

  PostgresBlobs(Database database) {
    this.database = database;
  }

  @Override
  public BlobWriter create() throws IOException {
    return new PostgresWriter(database);
  }

  @Override
  public Draft draft(Draft.At at) throws IOException {
    return new PostgresDraft(database, at, prints);
  }

  @Override
  public void discard(UUID upload) throws IOException {
    prints.forget(upload);
    Waiting.on(
        database.run(
            "update blob set upload = null, leaving = (sha256 is null) where upload = $1",
            Tuple.of(upload)));
  }

  @Override
  public InputStream open(Content content) throws IOException {
    return ChunkStream.open(database, content);
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    try (InputStream all = open(new Content(sha256, 0, Long.MAX_VALUE))) {
      return all.readAllBytes();
    }
  }

  /**
   * Whoever still writes to one of them touches its row first: either he was before this and it
   * stays, or he finds it leaving.
   */
  @Override
  public int removeUnfinished(Instant before) throws IOException {
    return Waiting.on(
            database.run(
                """
                update blob set leaving = true
                where sha256 is null and upload is null and not leaving and touched_at < $1
                """,
                Tuple.of(before.atOffset(ZoneOffset.UTC))))
        .rowCount();
  }

  @Override
  public List<UUID> drafts(Instant before) throws IOException {
    List<UUID> uploads = new ArrayList<>();
    for (Row row :
        Waiting.on(
            database.run(
                "select upload from blob where upload is not null and touched_at < $1",
                Tuple.of(before.atOffset(ZoneOffset.UTC))))) {
      uploads.add(row.getUUID("upload"));
    }
    return uploads;
  }

  /** It is in the database that refers to it, and in no other's reach. */
  @Override
  public boolean ownedBy(UUID owner) {
    return true;
  }

  /** The same bytes that arrive now wait for this row, or have made it young. */
  @Override
  public boolean remove(String sha256, Instant before) throws IOException {
    boolean gone =
        Waiting.on(
                    database.run(
                        """
                        update blob set sha256 = null, leaving = (upload is null)
                        where sha256 = $1 and touched_at < $2
                        """,
                        Tuple.of(sha256, before.atOffset(ZoneOffset.UTC))))
                .rowCount()
            > 0;
    return gone
        || Waiting.on(database.run("select content from blob where sha256 = $1", Tuple.of(sha256)))
                .size()
            == 0;
  }

  @Override
  public int putBack() {
    return 0; // nothing is ever aside
  }

  @Override
  public int reclaim() throws IOException {
    return Waiting.on(
            database.run(
                """
                with leaving as materialized (
                  select content from blob where sha256 is null and leaving
                  order by content limit $1 for update skip locked
                ), doomed as materialized (
                  select k.content, k.start from leaving l join blob_chunk k on k.content = l.content
                  order by k.content, k.start limit $1
                ), chunks as (
                  delete from blob_chunk k using doomed d where k.content = d.content and k.start = d.start
                ), blobs as (
                  delete from blob b using leaving l
                  where b.content = l.content
                    and ((select count(*) from doomed) < $1 or l.content < (select max(content) from doomed))
                )
                select (select count(*) from leaving) + (select count(*) from doomed) as removed
                """,
                Tuple.of(STEP)))
        .iterator()
        .next()
        .getInteger("removed");
  }

  @Override
  public List<String> list(int first, Instant before) throws IOException {
    String prefix = HexFormat.of().toHexDigits((byte) first);
    List<String> blobs = new ArrayList<>();
    for (Row row :
        Waiting.on(
            database.run(
                """
                select sha256 from blob
                where sha256 > $1 and sha256 < $1 || 'g' and touched_at < $2 order by sha256
                """,
                Tuple.of(prefix, before.atOffset(ZoneOffset.UTC))))) {
      blobs.add(row.getString("sha256"));
    }
    return blobs;
  }
}

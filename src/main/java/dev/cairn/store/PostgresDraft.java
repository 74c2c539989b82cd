package dev.cairn.store;

import dev.cairn.blob.Draft;
import dev.cairn.blob.DraftPrint;
import dev.cairn.blob.DraftPrints;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * A blob that arrives in pieces, in chunks. Every statement that changes it holds the row of its
 * upload in {@code arrival} and compares the epoch: who takes the upload over raises that, so he
 * waits for a statement in flight, and those behind it do nothing.
 */
final class PostgresDraft implements Draft {

  /** Chunks removed in one statement. */
  private static final int STEP = 256;

  /** When what was written is on the disk: when all is settled, or with the next that is. */
  private enum Flush {
    NOW,
    LATER
  }

  private final Database database;
  private final At at;
  private final DraftPrint print;
  private final ChunkBuffer buffer;
  private final long content;

  PostgresDraft(Database database, At at, DraftPrints prints) throws IOException {
    this.database = database;
    this.at = at;
    this.content = at.place().isPresent() ? goneOnWith() : begun();
    removeWhatIsBehind();
    this.print = new DraftPrint(at, prints, this::read);
    this.buffer = new ChunkBuffer(at.offset(), chunks -> append(chunks, Flush.LATER));
  }

  /** Another may have begun it, and died before anything was settled. */
  private long begun() throws IOException {
    if (at.offset() > 0) {
      throw new NoSuchFileException("upload " + at.upload());
    }
    return content(
        database.run(
            """
            insert into blob (upload) select uid from arrival where uid = $1 and epoch = $2 for share
            on conflict (upload) do update set touched_at = now()
            returning content
            """,
            Tuple.of(at.upload(), at.epoch())));
  }

  private long goneOnWith() throws IOException {
    return content(
        database.run(
            """
            update blob b set touched_at = now()
            from (select uid from arrival where uid = $1 and epoch = $2 for share) a
            where b.upload = a.uid and b.content = $3
            returning b.content
            """,
            Tuple.of(at.upload(), at.epoch(), Long.parseLong(at.place().orElseThrow()))));
  }

  private long content(Uni<RowSet<Row>> found) throws IOException {
    RowSet<Row> rows = Waiting.on(found);
    if (rows.size() == 0) {
      throw new NoSuchFileException("upload " + at.upload(), null, "taken over or discarded");
    }
    return rows.iterator().next().getLong("content");
  }

  private void removeWhatIsBehind() throws IOException {
    int removed = STEP;
    while (removed == STEP) {
      removed =
          Waiting.on(
                  database.run(
                      """
                      with fence as materialized (
                        select from arrival where uid = $1 and epoch = $2 for share
                      ), behind as materialized (
                        select k.content, k.start
                        from fence, blob b join blob_chunk k on k.content = b.content
                        where b.content = $3 and b.sha256 is null and k.start >= $4
                        order by k.start limit $5
                      )
                      delete from blob_chunk k using behind b where k.content = b.content and k.start = b.start
                      """,
                      Tuple.of(at.upload(), at.epoch(), content, at.offset(), STEP)))
              .rowCount();
    }
    long end = end();
    if (end != at.offset()) {
      throw new EOFException(
          "of upload " + at.upload() + " " + end + " bytes are there, not " + at.offset());
    }
  }

  private long end() throws IOException {
    RowSet<Row> last =
        Waiting.on(
            database.run(
                """
                select start + octet_length(data) as "end" from blob_chunk
                where content = $1 order by start desc limit 1
                """,
                Tuple.of(content)));
    return last.size() == 0 ? 0 : last.iterator().next().getLong("end");
  }

  private void read(ByteBuffer bytes, long position) throws IOException {
    ChunkStream.fill(
        database, new ChunkStream.Blob("upload " + at.upload(), content), bytes, position);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    print.update(bytes);
    buffer.write(bytes);
  }

  private void append(ChunkBuffer.Chunks chunks, Flush flush) throws IOException {
    RowSet<Row> written =
        Waiting.on(
            database.run(
                """
                with fence as materialized (
                  select case when $5 then set_config('synchronous_commit', 'off', true) end
                  from arrival where uid = $6 and epoch = $7 for share
                ), alive as (
                  update blob set touched_at = now() from fence
                  where content = $1 and upload = $6 and sha256 is null
                  returning content
                ), written as (
                  insert into blob_chunk (content, start, crc, data)
                  select a.content, $2::bigint + (c.n - 1) * 65536, c.crc,
                         substring($4::bytea from (c.n::int - 1) * 65536 + 1 for 65536)
                  from alive a, unnest($3::int[]) with ordinality as c(crc, n)
                )
                select content from alive
                """,
                Tuple.of(content, chunks.start(), chunks.sumArray(), chunks.bytes())
                    .addBoolean(flush == Flush.LATER)
                    .addUUID(at.upload())
                    .addInteger(at.epoch())));
    if (written.size() == 0) {
      throw new IOException("upload " + at.upload() + " was taken over or discarded");
    }
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String settle() throws IOException {
    ChunkBuffer.Chunks last = buffer.take();
    if (print.size() > at.offset()) {
      append(last, Flush.NOW);
    }
    print.settle();
    return Long.toString(content);
  }

  @Override
  public String finish() throws IOException {
    settle();
    String sha256 = print.whole().sha256Hex();
    new BlobNames(database).give(sha256, () -> name(sha256));
    return sha256;
  }

  private Uni<RowSet<Row>> name(String sha256) {
    return database.run(
        """
        update blob b set sha256 = $1, size = $3, touched_at = now()
        from (select uid from arrival where uid = $4 and epoch = $5 for share) a
        where b.content = $2 and b.upload = a.uid and b.sha256 is null
        returning b.content
        """,
        Tuple.of(sha256, content, print.size(), at.upload(), at.epoch()));
  }

  @Override
  public void close() {
    print.keep();
  }
}

package dev.cairn.store;

import dev.cairn.blob.BlobWriter;
import dev.cairn.blob.Fingerprint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A blob on its way into chunks. Each statement commits for itself, without waiting for the disk:
 * the last one waits, and what was committed before it is on the disk then.
 */
final class PostgresWriter implements BlobWriter {

  private final Database database;
  private final Fingerprint print = new Fingerprint();
  private final ChunkBuffer buffer = new ChunkBuffer(0, this::append);
  private final long content;

  PostgresWriter(Database database) throws IOException {
    this.database = database;
    this.content =
        Waiting.on(database.run("insert into blob default values returning content", Tuple.tuple()))
            .iterator()
            .next()
            .getLong("content");
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    print.update(bytes.duplicate());
    buffer.write(bytes);
  }

  /** Who was held to be dead, because nothing came for so long, writes nothing any more. */
  private void append(ChunkBuffer.Chunks chunks) throws IOException {
    int rows =
        Waiting.on(
                database.run(
                    """
                    with lazy as materialized (
                      select set_config('synchronous_commit', 'off', true)
                    ), alive as (
                      update blob set touched_at = now() from lazy
                      where content = $1 and sha256 is null and not leaving
                      returning content
                    )
                    insert into blob_chunk (content, start, crc, data)
                    select a.content, $2::bigint + (c.n - 1) * 65536, c.crc,
                           substring($4::bytea from (c.n::int - 1) * 65536 + 1 for 65536)
                    from alive a, unnest($3::int[]) with ordinality as c(crc, n)
                    """,
                    Tuple.of(content, chunks.start(), chunks.sumArray(), chunks.bytes())))
            .rowCount();
    if (rows != chunks.sums().size()) {
      throw new IOException("the blob was swept away because it took too long to arrive");
    }
  }

  @Override
  public long size() {
    return print.size();
  }

  @Override
  public String finish() throws IOException {
    ChunkBuffer.Chunks last = buffer.take();
    if (!last.sums().isEmpty()) {
      append(last);
    }
    String sha256 = print.sha256Hex();
    new BlobNames(database).give(sha256, () -> name(sha256));
    return sha256;
  }

  private Uni<RowSet<Row>> name(String sha256) {
    return database.run(
        """
        update blob set sha256 = $1, size = $3, touched_at = now()
        where content = $2 and sha256 is null and not leaving
        returning content
        """,
        Tuple.of(sha256, content, print.size()));
  }

  /** When it became no blob, or its bytes were there before. */
  @Override
  public void close() throws IOException {
    Waiting.on(
        database.run(
            "update blob set leaving = true where content = $1 and sha256 is null",
            Tuple.of(content)));
  }
}

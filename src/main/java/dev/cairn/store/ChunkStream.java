package dev.cairn.store;

import dev.cairn.blob.CorruptBlobException;
import dev.cairn.blob.VerifiedStream;
import dev.cairn.job.Content;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A range of a blob, read some chunks at a time; no transaction stays open in between. */
final class ChunkStream extends VerifiedStream {

  /** Chunks read in one statement: 1 MiB. */
  private static final int MOST = 16;

  /**
   * What is read.
   *
   * @param name for people
   */
  record Blob(String name, long content) {}

  private record Chunk(long start, ByteBuffer bytes) {
    boolean holds(long position) {
      return start <= position && position < start + bytes.limit();
    }
  }

  private final Database database;
  private final Blob blob;
  private final long end;
  private final Deque<Chunk> ahead = new ArrayDeque<>();

  private ChunkStream(Database database, Blob blob, long position, long end) {
    super(position, end);
    this.database = database;
    this.blob = blob;
    this.end = end;
  }

  static ChunkStream open(Database database, Content range) throws IOException {
    RowSet<Row> found =
        Waiting.on(
            database.run(
                "select content, size from blob where sha256 = $1", Tuple.of(range.blob())));
    if (found.size() == 0) {
      throw new NoSuchFileException("blob " + range.blob());
    }
    Row row = found.iterator().next();
    long size = row.getLong("size");
    long end = Math.min(size, range.offset() + Math.min(range.length(), size));
    Blob blob = new Blob(range.blob(), row.getLong("content"));
    ChunkStream opened = new ChunkStream(database, blob, range.offset(), end);
    opened.begin();
    return opened;
  }

  /** Fills a buffer with verified bytes of what may be no blob yet. */
  static void fill(Database database, Blob blob, ByteBuffer bytes, long position)
      throws IOException {
    ChunkStream stream = new ChunkStream(database, blob, position, position + bytes.remaining());
    bytes.put(stream.readNBytes(bytes.remaining()));
  }

  @Override
  protected ByteBuffer next(long position) throws IOException {
    while (!ahead.isEmpty() && !ahead.element().holds(position)) {
      ahead.remove();
    }
    if (ahead.isEmpty()) {
      readAhead(position);
    }
    Chunk chunk = ahead.poll();
    if (chunk == null || !chunk.holds(position)) {
      throw missing(position);
    }
    return chunk.bytes().position((int) (position - chunk.start()));
  }

  private IOException missing(long position) throws IOException {
    int rows =
        Waiting.on(
                database.run(
                    "select content from blob where content = $1 and not leaving",
                    Tuple.of(blob.content())))
            .size();
    return rows > 0
        ? new CorruptBlobException(blob.name(), position)
        : new NoSuchFileException("blob " + blob.name(), null, "removed while it was read");
  }

  private void readAhead(long position) throws IOException {
    RowSet<Row> rows =
        Waiting.on(
            database.run(
                """
                select start, crc, data from blob_chunk
                where content = $1 and start < $3
                  and start >= coalesce(
                    (select max(start) from blob_chunk where content = $1 and start <= $2), 0)
                order by start limit $4
                """,
                Tuple.of(blob.content(), position, end, MOST)));
    for (Row row : rows) {
      ByteBuffer bytes = ByteBuffer.wrap(row.getBuffer("data").getBytes());
      if (ChunkBuffer.crc(bytes.duplicate()) != row.getInteger("crc")) {
        if (ahead.isEmpty()) {
          throw new CorruptBlobException(blob.name(), row.getLong("start"));
        }
        return; // what is before it can be given
      }
      ahead.add(new Chunk(row.getLong("start"), bytes));
    }
  }
}

package dev.cairn.store;

import dev.cairn.job.Emitted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what stages have emitted. */
@ApplicationScoped
public class Results {

  /** Records of a page: at 2 KiB each, about 1 MiB in memory for each reader. */
  private static final int PAGE = 500;

  /** An artifact without its bytes. */
  public record ArtifactInfo(long seq, String name, String mediaType, long size) {}

  /** An artifact's bytes. */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  public record ArtifactBytes(String mediaType, byte[] content) {}

  private final Database database;

  Results(Database database) {
    this.database = database;
  }

  /** All records committed so far in document order, read page by page as they are asked for. */
  public Multi<String> records(long job) {
    return emitted(job).map(Emitted::json);
  }

  /** The same with their places; those of the job itself come last. */
  public Multi<Emitted> emitted(long job) {
    return Database.pages(last -> page(job, last), PAGE);
  }

  private Uni<List<Emitted>> page(long job, @org.jspecify.annotations.Nullable Emitted last) {
    Tuple parameters =
        last == null
            ? Tuple.of(job, -1L, -1, -1, PAGE)
            : Tuple.of(job, last.seq(), last.stage(), last.n(), PAGE);
    return database
        .run(
            """
            select seq, stage, n, data from record
            where job = $1 and (seq, stage, n) > ($2, $3::smallint, $4)
            order by seq, stage, n limit $5
            """,
            parameters)
        .map(Results::placed);
  }

  private static List<Emitted> placed(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                new Emitted(
                    row.getLong("seq"),
                    row.getInteger("stage"),
                    row.getInteger("n"),
                    row.getString("data")))
        .toList();
  }

  /** The records that one stage of one document emitted, in order, page by page. */
  public Multi<String> records(long job, long seq, int stage) {
    return Database.<Emitted>pages(last -> page(job, seq, stage, last), PAGE).map(Emitted::json);
  }

  private Uni<List<Emitted>> page(
      long job, long seq, int stage, @org.jspecify.annotations.Nullable Emitted last) {
    return database
        .run(
            """
            select seq, stage, n, data from record
            where job = $1 and seq = $2 and stage = $3 and n > $4 order by n limit $5
            """,
            Tuple.of(job, seq, stage, last == null ? -1 : last.n(), PAGE))
        .map(Results::placed);
  }

  /**
   * A page of a job's artifacts, ordered by document and name.
   *
   * @param afterSeq document of the last one seen; -1 for the first page
   * @param afterName its name
   */
  public Uni<List<ArtifactInfo>> artifacts(long job, long afterSeq, String afterName, int limit) {
    return database
        .run(
            """
            select seq, name, media_type, octet_length(content) as size from artifact
            where job = $1 and (seq, name) > ($2, $3) order by seq, name limit $4
            """,
            Tuple.of(job, afterSeq, afterName, limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new ArtifactInfo(
                                row.getLong("seq"),
                                row.getString("name"),
                                row.getString("media_type"),
                                row.getLong("size")))
                    .toList());
  }

  /** One artifact, or empty. */
  public Uni<Optional<ArtifactBytes>> artifact(long job, long seq, String name) {
    return database
        .run(
            """
            select media_type, content from artifact where job = $1 and seq = $2 and name = $3
            """,
            Tuple.of(job, seq, name))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              var row = rows.iterator().next();
              Buffer content = row.getBuffer("content");
              return Optional.of(
                  new ArtifactBytes(row.getString("media_type"), content.getBytes()));
            });
  }
}

package dev.cairn.store;

import dev.cairn.job.Document;
import dev.cairn.job.Lease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the documents of a range, less what is done already. */
@ApplicationScoped
public class Work {

  /**
   * One document to be worked on.
   *
   * @param nextStage position of the first stage without a checkpoint
   * @param finished whether nothing is left to do
   */
  public record Item(Document document, int nextStage, boolean finished) {}

  private final Database database;

  Work(Database database) {
    this.database = database;
  }

  /**
   * A page of a range, in order.
   *
   * @param from first document wanted
   * @param documentStages how many stages run on documents
   */
  public Uni<List<Item>> page(Lease lease, long from, int documentStages, int limit) {
    if (lease.ofJobItself()) {
      return database
          .run(JOB_ITSELF, Tuple.of(lease.job(), documentStages, lease.trial().attempt()))
          .map(Work::items);
    }
    String sql = lease.mayHoldCheckpoints() ? RESUMED : FRESH;
    return database
        .run(
            sql,
            Tuple.of(
                lease.job(), from, lease.end(), documentStages, limit, lease.trial().attempt()))
        .map(Work::items);
  }

  private static final String DOCUMENT =
      """
      select d.job, d.seq, d.start, d.length, coalesce(d.name, o.name || ':' || d.line) as name,
             coalesce(d.media_type, o.media_type) as media_type, coalesce(d.blob, o.blob) as blob,
      """;

  private static final String FRESH =
      DOCUMENT
          + """
                   0 as next_stage, $4::int < 0 or $6::int < 0 as finished
            from document d left join source o on o.job = d.job and o.n = d.source
            where d.job = $1 and d.seq >= $2 and d.seq < $3 order by d.seq limit $5
            """;

  /** A document whose later try has a lease of its own is none of this range any more. */
  private static final String RESUMED =
      DOCUMENT
          + """
                   coalesce(c.stage + 1, 0) as next_stage,
                   coalesce(c.stage + 1 >= $4 or c.skipped, false)
                     or exists (select 1 from failure f where f.job = d.job and f.seq = d.seq
                                and (f.state <> 'past' or f.attempt >= $6)) as finished
            from document d
            left join source o on o.job = d.job and o.n = d.source
            left join lateral (
              select max(stage) as stage, max(outcome) = 1 as skipped
              from checkpoint where job = d.job and seq = d.seq) c on true
            where d.job = $1 and d.seq >= $2 and d.seq < $3
            order by d.seq limit $5
            """;

  /** The job itself has no bytes; the stages that run once for it come behind the others. */
  private static final String JOB_ITSELF =
      """
      select j.id as job, 9223372036854775806 as seq, 0::bigint as start, 0::bigint as length,
             coalesce(j.name, j.pipeline) as name, 'application/x-cairn-job' as media_type,
             repeat('0', 64) as blob, greatest($2, coalesce(c.stage + 1, 0)) as next_stage,
             coalesce(c.stage + 1 >= cardinality(j.stages), false)
               or exists (select 1 from failure f where f.job = j.id and f.seq = 9223372036854775806
                          and (f.state <> 'past' or f.attempt >= $3)) as finished
      from job j
      left join lateral (
        select max(stage) as stage from checkpoint
        where job = j.id and seq = 9223372036854775806) c on true
      where j.id = $1
      """;

  private static List<Item> items(RowSet<Row> rows) {
    List<Item> items = new ArrayList<>(rows.size());
    for (Row row : rows) {
      items.add(
          new Item(
              Documents.document(row), row.getInteger("next_stage"), row.getBoolean("finished")));
    }
    return items;
  }

  /** What the stages of a document have handed on so far, by position of the stage. */
  public Uni<Map<Integer, Commit.HandedOn>> handedOn(long job, long seq) {
    return database
        .run(
            "select stage, handed_on, handed_blob from checkpoint where job = $1 and seq = $2",
            Tuple.of(job, seq))
        .map(
            rows -> {
              Map<Integer, Commit.HandedOn> byStage = new HashMap<>();
              for (Row row : rows) {
                String blob = row.getString("handed_blob");
                byStage.put(
                    row.getInteger("stage"),
                    blob == null
                        ? new Commit.HandedOn.Inline(row.getBuffer("handed_on").getBytes())
                        : new Commit.HandedOn.InBlob(blob));
              }
              return byStage;
            });
  }

  /**
   * Where a stage of a document stands that has saved its cursor.
   *
   * @param position what its saves have written
   * @param cursor as JSON
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  public record Saved(Commit.Position position, byte[] cursor) {}

  /** The saved cursor of a stage, or empty when it begins at the beginning. */
  public Uni<Optional<Saved>> cursor(long job, long seq, int stage) {
    return database
        .run(
            "select saves, records, data from cursor where job = $1 and seq = $2 and stage = $3",
            Tuple.of(job, seq, stage))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Saved(
                      new Commit.Position(row.getInteger("saves"), row.getInteger("records")),
                      row.getBuffer("data").getBytes()));
            });
  }
}

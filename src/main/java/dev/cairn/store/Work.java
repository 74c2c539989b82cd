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
   * @param stages how many stages the pipeline has
   */
  public Uni<List<Item>> page(Lease lease, long from, int stages, int limit) {
    String sql = lease.mayHoldCheckpoints() ? RESUMED : FRESH;
    return database
        .run(sql, Tuple.of(lease.job(), from, lease.end(), stages, limit))
        .map(Work::items);
  }

  private static final String FRESH =
      """
      select d.*, 0 as next_stage, $4::int < 0 as finished
      from document d where job = $1 and seq >= $2 and seq < $3 order by seq limit $5
      """;

  private static final String RESUMED =
      """
      select d.*, coalesce(c.stage + 1, 0) as next_stage,
             coalesce(c.stage + 1 >= $4 or c.skipped, false)
               or exists (select 1 from failure f where f.job = d.job and f.seq = d.seq
                          and f.state in ('waiting', 'final')) as finished
      from document d
      left join lateral (
        select max(stage) as stage, max(outcome) = 1 as skipped
        from checkpoint where job = d.job and seq = d.seq) c on true
      where d.job = $1 and d.seq >= $2 and d.seq < $3
      order by d.seq limit $5
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
}

package dev.cairn.store;

import dev.cairn.job.JobState;
import dev.cairn.job.Lease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Grants ranges of documents to nodes. Three sources: ranges that are free again, failed documents
 * whose time has come, and the documents that no one was granted yet. All lock the job's row, so
 * that nothing is granted of a job that is being paused.
 */
@ApplicationScoped
public class Grants {

  /**
   * Who wants documents, and of which jobs.
   *
   * @param node key of the node
   * @param pipelines what it can run, as {@code name:version}
   * @param busy jobs of which it has as much as it can bear
   */
  public record Wish(long node, List<String> pipelines, List<Long> busy) {
    public Wish {
      pipelines = List.copyOf(pipelines);
      busy = List.copyOf(busy);
    }
  }

  /**
   * A range just granted, with what a node must know of its job to work on it.
   *
   * @param pipeline what to run, as {@code name:version}
   * @param params the job's parameters as JSON
   * @param more whether the job has documents that were never granted
   */
  public record Grant(Lease lease, String pipeline, String params, boolean more) {}

  private static final String GRANTED =
      """
      select l.*, j.pipeline || ':' || j.version as plan, j.params, j.granted < j.documents as more
      from taken l join job j on j.id = l.job
      """;

  private final Database database;

  Grants(Database database) {
    this.database = database;
  }

  /** Takes ranges that were given back or freed from dead nodes; at most {@code limit}. */
  public Uni<List<Grant>> takeFree(Wish wish, int limit) {
    return take(
        """
        with free as (
          select f.id from lease f join job w on w.id = f.job
          where f.node is null and w.state in ('queued', 'running')
            and w.pipeline || ':' || w.version = any($2::text[]) and w.id <> all($3::bigint[])
          order by w.priority desc, f.id limit $4
          for update of f skip locked for share of w skip locked
        ), taken as (
          update lease l set node = $1, taken_at = now() from free f where l.id = f.id returning l.*
        )
        """,
        wish,
        limit);
  }

  /** Takes failed documents whose time to be tried again has come; a range of one for each. */
  public Uni<List<Grant>> takeRetries(Wish wish, int limit) {
    return take(
        """
        with due as (
          select f.job, f.seq, f.attempt from failure f join job w on w.id = f.job
          where f.state = 'waiting' and f.next_at <= now() and w.state in ('queued', 'running')
            and w.pipeline || ':' || w.version = any($2::text[]) and w.id <> all($3::bigint[])
          order by f.next_at limit $4
          for update of f skip locked for share of w skip locked
        ), begun as (
          update failure f set state = 'past' from due d
          where f.job = d.job and f.seq = d.seq and f.attempt = d.attempt
          returning f.job, f.seq, f.attempt
        ), taken as (
          insert into lease (job, first, "end", node, attempt)
          select job, seq, seq + 1, $1, attempt + 1 from begun
          returning *
        )
        """,
        wish,
        limit);
  }

  private Uni<List<Grant>> take(String sql, Wish wish, int limit) {
    return database
        .run(
            sql + GRANTED,
            Tuple.of(
                wish.node(),
                wish.pipelines().toArray(String[]::new),
                wish.busy().toArray(Long[]::new),
                limit))
        .map(Grants::grants);
  }

  /** How many documents a node would take next of a job. */
  @FunctionalInterface
  public interface Appetite {
    /** Documents to take of the job of that key; at least 1. */
    long of(long job);
  }

  /**
   * Carves the next range off the job whose turn it is: the highest priority, and among those the
   * one served longest ago.
   *
   * @param appetite asked once, for the job whose turn it is
   * @return one grant, or none when no job has documents that were never granted
   */
  public Uni<List<Grant>> carve(Wish wish, Appetite appetite) {
    return database.inTransaction(
        connection ->
            turn(connection, wish)
                .chain(
                    job ->
                        job.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : carve(connection, wish.node(), job.get(), appetite.of(job.get()))));
  }

  private static Uni<Optional<Long>> turn(SqlConnection connection, Wish wish) {
    return Database.run(
            connection,
            """
            select id from job
            where state in ('queued', 'running') and granted < documents
              and pipeline || ':' || version = any($1::text[]) and id <> all($2::bigint[])
            order by priority desc, granted_at nulls first, id limit 1
            for update skip locked
            """,
            Tuple.of(wish.pipelines().toArray(String[]::new), wish.busy().toArray(Long[]::new)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getLong("id")));
  }

  private static Uni<List<Grant>> carve(
      SqlConnection connection, long node, long job, long documents) {
    return Database.run(
            connection,
            """
            with before as (
              select id, granted, state from job where id = $2
            ), carved as (
              update job j
              set granted = least(j.granted + $3, j.documents), granted_at = now(),
                  state = 'running', started_at = coalesce(j.started_at, now()),
                  active_since = coalesce(j.active_since, now())
              from before b where j.id = b.id
              returning j.id, b.granted as first, j.granted as "end", j.documents, b.state,
                        j.pipeline || ':' || j.version as plan, j.params
            ), taken as (
              insert into lease (job, first, "end", node) select id, first, "end", $1 from carved
              returning *
            )
            select l.*, c.plan, c.params, c."end" < c.documents as more, c.state as was
            from taken l join carved c on c.id = l.job
            """,
            Tuple.of(node, job, documents))
        .call(rows -> tellStart(connection, rows.iterator().next()))
        .map(Grants::grants);
  }

  private static Uni<Void> tellStart(SqlConnection connection, Row row) {
    if (JobState.ofWire(row.getString("was")).orElseThrow() != JobState.QUEUED) {
      return Uni.createFrom().voidItem();
    }
    return History.tell(
        connection,
        new History.Change(row.getLong("job"), JobState.QUEUED, JobState.RUNNING, Optional.empty()),
        Optional.empty());
  }

  private static List<Grant> grants(RowSet<Row> rows) {
    List<Grant> grants = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Lease lease =
          new Lease(
              row.getLong("id"),
              row.getLong("job"),
              row.getLong("first"),
              row.getLong("end"),
              new Lease.Fence(row.getLong("id"), row.getInteger("epoch")),
              row.getInteger("attempt"));
      grants.add(
          new Grant(lease, row.getString("plan"), row.getString("params"), row.getBoolean("more")));
    }
    return grants;
  }
}

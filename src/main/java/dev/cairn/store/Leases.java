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

/** Grants ranges of documents to nodes and takes them back. */
@ApplicationScoped
public class Leases {

  /**
   * A range just granted, with what a node must know of its job to work on it.
   *
   * @param stages how many stages the pipeline has
   * @param params the job's parameters as JSON
   */
  public record Grant(Lease lease, String pipeline, int version, int stages, String params) {}

  private static final String JOB_COLUMNS =
      ", j.pipeline, j.version, cardinality(j.stages) as stages, j.params ";

  private final Database database;
  private final Settling settling;

  Leases(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /** Takes ranges that were given back or freed from dead nodes; at most {@code limit}. */
  public Uni<List<Grant>> takeFree(long node, int limit) {
    return database
        .run(
            """
            update lease l set node = $1, taken_at = now()
            from job j
            where j.id = l.job and l.id in (
              select f.id from lease f join job w on w.id = f.job
              where f.node is null and w.state in ('queued', 'running')
              order by w.priority desc, f.id limit $2
              for update of f skip locked)
            returning l.*
            """
                + JOB_COLUMNS,
            Tuple.of(node, limit))
        .map(Leases::grants);
  }

  /** Takes failed documents whose time to be tried again has come; a range of one for each. */
  public Uni<List<Grant>> takeRetries(long node, int limit) {
    return database
        .run(
            """
            with due as (
              select f.job, f.seq, f.attempt from failure f join job w on w.id = f.job
              where f.state = 'waiting' and f.next_at <= now() and w.state in ('queued', 'running')
              order by f.next_at limit $2
              for update of f skip locked
            ), begun as (
              update failure f set state = 'past' from due d
              where f.job = d.job and f.seq = d.seq and f.attempt = d.attempt
              returning f.job, f.seq, f.attempt
            ), taken as (
              insert into lease (job, first, "end", node, attempt)
              select job, seq, seq + 1, $1, attempt + 1 from begun
              returning *
            )
            select l.*
            """
                + JOB_COLUMNS
                + "from taken l join job j on j.id = l.job",
            Tuple.of(node, limit))
        .map(Leases::grants);
  }

  /** How many documents a node would take next from a job. */
  @FunctionalInterface
  public interface Appetite {
    /** Documents to take from the job of that key; at least 1. */
    long of(long job);
  }

  /**
   * Carves the next range off the job whose turn it is: the highest priority, among those the one
   * served longest ago.
   *
   * @param appetite asked once, for the job whose turn it is
   * @return one grant, or none when no job has documents that were never granted
   */
  public Uni<List<Grant>> carve(long node, Appetite appetite) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection,
                    """
                    select id from job
                    where state in ('queued', 'running') and granted < documents
                    order by priority desc, granted_at nulls first, id limit 1
                    for update skip locked
                    """,
                    Tuple.tuple())
                .chain(
                    rows -> {
                      if (rows.size() == 0) {
                        return Uni.createFrom().item(List.<Grant>of());
                      }
                      long job = rows.iterator().next().getLong("id");
                      return Database.run(connection, CARVE, Tuple.of(node, job, appetite.of(job)))
                          .call(carved -> tellStart(connection, carved.iterator().next()))
                          .map(Leases::grants);
                    }));
  }

  private static final String CARVE =
      """
      with before as (
        select id, granted, state from job where id = $2
      ), carved as (
        update job j
        set granted = least(j.granted + $3, j.documents), granted_at = now(), state = 'running',
            started_at = coalesce(j.started_at, now()), active_since = coalesce(j.active_since, now())
        from before b where j.id = b.id
        returning j.id, b.granted as first, j.granted as "end"
      ), taken as (
        insert into lease (job, first, "end", node) select id, first, "end", $1 from carved
        returning *
      )
      select l.*, b.state as was
      """
          + JOB_COLUMNS
          + "from taken l join job j on j.id = l.job join before b on b.id = j.id";

  private static Uni<Void> tellStart(SqlConnection connection, Row row) {
    if (JobState.ofWire(row.getString("was")).orElseThrow() != JobState.QUEUED) {
      return Uni.createFrom().voidItem();
    }
    return History.tell(
        connection,
        new History.Change(row.getLong("job"), JobState.QUEUED, JobState.RUNNING, Optional.empty()),
        Optional.empty());
  }

  /** Ends a range whose documents are all finished, and settles its job if that was the last. */
  public Uni<Void> finish(Lease lease) {
    return end(
        lease,
        "delete from lease where id = $1 and epoch = $2",
        Tuple.of(lease.id(), epoch(lease)));
  }

  /**
   * Gives back a range with unfinished documents; whoever takes it next finds their checkpoints.
   *
   * @param from first document that may be unfinished
   */
  public Uni<Void> giveBack(Lease lease, long from) {
    return end(
        lease,
        "update lease set node = null, epoch = epoch + 1, first = $3 where id = $1 and epoch = $2",
        Tuple.of(lease.id(), epoch(lease), from));
  }

  private Uni<Void> end(Lease lease, String sql, Tuple parameters) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection, "select 1 from job where id = $1 for update", Tuple.of(lease.job()))
                .chain(() -> Database.run(connection, sql, parameters))
                .chain(() -> settling.settle(connection, lease.job())));
  }

  private static int epoch(Lease lease) {
    return lease.fence().epoch();
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
          new Grant(
              lease,
              row.getString("pipeline"),
              row.getInteger("version"),
              row.getInteger("stages"),
              row.getString("params")));
    }
    return grants;
  }
}

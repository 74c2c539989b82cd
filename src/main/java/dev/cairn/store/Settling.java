package dev.cairn.store;

import dev.cairn.job.JobState;
import dev.cairn.job.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Moves a job on when nothing of it is in flight any more: {@code pausing → paused}, {@code
 * stopping → stopped}; {@code running → completed}, by way of its job stages where it has some, or
 * {@code failed} when one of those has failed for good, or an upload could not be read to its end.
 */
@ApplicationScoped
class Settling {

  /**
   * Settles a job inside the transaction that may have removed what was in flight. The caller has
   * locked the job's row before: two nodes that each finish the last-but-one range would else both
   * see the other's and neither would settle.
   */
  Uni<Void> settle(SqlConnection connection, long job) {
    return turnToJobStages(connection, job)
        .chain(() -> move(connection, job))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().voidItem()
                    : tell(connection, job, rows.iterator().next()));
  }

  /** All documents are through: the job itself is left, to be taken as a range of one. */
  private static Uni<RowSet<Row>> turnToJobStages(SqlConnection connection, long job) {
    return Database.run(
        connection,
        """
        with over as (
          insert into lease (job, first, "end", epoch, round, redo)
          select j.id, 9223372036854775806, 9223372036854775807, 2, j.round,
               case when j.redo is not null then j.document_stages end
        from job j
        where j.id = $1 and j.state in ('queued', 'running')
          and j.document_stages < cardinality(j.stages)
          and j.split and j.granted >= j.documents
          and not exists (select from source s where s.job = $1 and s.problem is not null)
          and not exists (select from lease l where l.job = $1)
          and not exists (select from failure f where f.job = $1 and (
                f.state = 'waiting'
                or f.state = 'final' and (f.round < j.round or f.seq = 9223372036854775806)))
          and (j.redo is not null or not exists (
                select from checkpoint c where c.job = $1 and c.seq = 9223372036854775806
                  and c.stage = cardinality(j.stages) - 1))
          returning job
        )
        update job set redo = null from over where id = over.job
        """,
        Tuple.of(job));
  }

  private static Uni<RowSet<Row>> move(SqlConnection connection, long job) {
    return Database.run(
        connection,
        """
        update job j
        set state = n.state, finished_at = case when n.finished then now() end,
            problem = case when n.state = 'failed' then n.problem end,
            redo = case when n.state = 'completed' then null else j.redo end
        from (
          select o.id, o.state as was, bad.problem,
                 case when o.state = 'pausing' then 'paused' when o.state = 'stopping' then 'stopped'
                      when bad.problem is not null then 'failed' else 'completed' end as state,
                 o.state <> 'pausing' as finished
          from job o
          cross join lateral (
            select coalesce(
              (select s.problem from source s
               where s.job = o.id and s.problem is not null order by s.n limit 1),
              (select f.problem from failure f
               where f.job = o.id and f.seq = 9223372036854775806 and f.state = 'final'
               order by f.attempt desc limit 1)) as problem) bad
          where o.id = $1
            and not exists (select from lease l where l.job = $1 and l.node is not null)
            and (o.state in ('pausing', 'stopping')
                 or o.state in ('queued', 'running')
                    and o.split and o.granted >= o.documents
                    and not exists (select from lease l where l.job = $1)
                    and not exists (select from failure f where f.job = $1 and (
                          f.state = 'waiting' or f.state = 'final' and f.round < o.round)))
        ) n
        where j.id = n.id
        returning n.was, n.state, n.problem
        """,
        Tuple.of(job));
  }

  private static Uni<Void> tell(SqlConnection connection, long job, Row row) {
    JobState from = JobState.ofWire(row.getString("was")).orElseThrow();
    JobState to = JobRows.state(row);
    Optional<Problem> problem = Optional.ofNullable(row.getString("problem")).map(Problems::parse);
    return History.tell(connection, new History.Change(job, from, to, Optional.empty()), problem);
  }
}

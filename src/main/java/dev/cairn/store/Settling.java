package dev.cairn.store;

import dev.cairn.job.JobState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Moves a job on when nothing of it is in flight any more: {@code pausing → paused}, {@code
 * stopping → stopped}, {@code running → completed}.
 */
@ApplicationScoped
class Settling {

  /**
   * Settles a job inside the transaction that may have removed what was in flight. The caller has
   * locked the job's row before: two nodes that each finish the last-but-one range would else both
   * see the other's and neither would settle.
   */
  Uni<Void> settle(SqlConnection connection, long job) {
    return Database.run(
            connection,
            """
            update job j
            set state = n.state, finished_at = case when n.finished then now() end
            from (
              select old.id, old.state as was,
                     case old.state when 'pausing' then 'paused' when 'stopping' then 'stopped'
                                    else 'completed' end as state,
                     old.state <> 'pausing' as finished
              from job old
              where old.id = $1
                and not exists (select 1 from lease l where l.job = $1 and l.node is not null)
                and (old.state in ('pausing', 'stopping')
                     or old.state in ('queued', 'running')
                        and old.split and old.granted >= old.documents
                        and not exists (select 1 from lease l where l.job = $1)
                        and not exists (
                          select 1 from failure f where f.job = $1 and f.state = 'waiting'))
            ) n
            where j.id = n.id
            returning n.was, n.state
            """,
            Tuple.of(job))
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().voidItem();
              }
              var row = rows.iterator().next();
              JobState from = JobState.ofWire(row.getString("was")).orElseThrow();
              JobState to = JobRows.state(row);
              return History.tell(
                  connection,
                  new History.Change(job, from, to, Optional.empty()),
                  Optional.empty());
            });
  }
}

package dev.cairn.store;

import dev.cairn.job.Command;
import dev.cairn.job.JobState;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Pause, resume, stop, retry, delete: one small transaction each (promise 6, Obedient). */
@ApplicationScoped
public class Control {

  private final Database database;
  private final Settling settling;

  Control(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /**
   * Obeys a command. The same state again changes nothing.
   *
   * @return the job's internal key, or empty when the tenant has no such job
   * @throws ProblemException 409 {@code illegal-transition} (as a failed Uni)
   */
  public Uni<Optional<Long>> obey(long tenant, UUID id, Command command) {
    return database.inTransaction(
        connection ->
            locked(connection, tenant, id)
                .chain(
                    row ->
                        row.isEmpty()
                            ? Uni.createFrom().item(Optional.<Long>empty())
                            : change(connection, row.get(), command)
                                .replaceWith(Optional.of(row.get().getLong("id")))));
  }

  private Uni<Void> change(SqlConnection connection, Row row, Command command) {
    JobState from = JobRows.state(row);
    JobState to = command.from(from).orElseThrow(() -> illegal(command.wire(), from));
    long job = row.getLong("id");
    if (command == Command.RETRY) {
      return retry(connection, job, from, to);
    }
    if (from == to) {
      return Uni.createFrom().voidItem();
    }
    return enter(connection, new History.Change(job, from, to, Optional.empty()))
        .chain(() -> settling.settle(connection, job));
  }

  private Uni<Void> retry(SqlConnection connection, long job, JobState from, JobState to) {
    return Database.run(
            connection,
            """
            with again as (
              update failure set state = 'waiting', next_at = now()
              where job = $1 and state = 'final' returning stage
            ), fewer as (
              update tally t set failed = failed - n
              from (select stage, count(*) as n from again group by stage) a
              where t.job = $1 and t.stage = a.stage
            )
            select count(*) as n from again
            """,
            Tuple.of(job))
        .chain(
            rows -> {
              long again = rows.iterator().next().getLong("n");
              if (again == 0 && from != JobState.STOPPED) {
                throw conflict("There is no failed document to retry.");
              }
              Optional<String> reason = Optional.of("retry of " + again + " failed documents");
              return enter(connection, new History.Change(job, from, to, reason))
                  .chain(
                      () ->
                          Database.run(
                              connection,
                              "update job set processing = 'retried' where id = $1",
                              Tuple.of(job)))
                  .replaceWithVoid();
            });
  }

  private static Uni<Void> enter(SqlConnection connection, History.Change change) {
    boolean begins = change.to() == JobState.RUNNING && !change.from().working();
    return Database.run(
            connection,
            """
            update job set state = $2, finished_at = null,
              active_since = case when $3 then now() else active_since end,
              active_from = case when $3 then (
                select coalesce(sum(failed + skipped), 0)
                     + coalesce(max(done) filter (where stage = cardinality(job.stages) - 1), 0)
                from tally where tally.job = job.id) else active_from end
            where id = $1
            """,
            Tuple.of(change.job(), change.to().wire(), begins))
        .chain(() -> History.tell(connection, change, Optional.empty()));
  }

  /**
   * Removes a job and all that belongs to it.
   *
   * @return whether the tenant had such a job
   * @throws ProblemException 409 while the job works (as a failed Uni)
   */
  public Uni<Boolean> delete(long tenant, UUID id) {
    return database.inTransaction(
        connection ->
            locked(connection, tenant, id)
                .chain(
                    row -> {
                      if (row.isEmpty()) {
                        return Uni.createFrom().item(false);
                      }
                      JobState state = JobRows.state(row.get());
                      if (!state.finished()) {
                        throw illegal("delete", state);
                      }
                      return remove(connection, row.get().getLong("id")).replaceWith(true);
                    }));
  }

  private static Uni<Void> remove(SqlConnection connection, long job) {
    return Database.run(
            connection,
            """
            with a as (delete from record where job = $1),
                 b as (delete from artifact where job = $1),
                 c as (delete from checkpoint where job = $1),
                 d as (delete from failure where job = $1),
                 e as (delete from event where job = $1),
                 f as (delete from lease where job = $1),
                 g as (delete from split where job = $1),
                 h as (delete from document where job = $1),
                 i as (delete from tally where job = $1),
                 j as (delete from transition where job = $1),
                 k as (delete from job_head where job = $1)
            delete from job where id = $1
            """,
            Tuple.of(job))
        .replaceWithVoid();
  }

  private static Uni<Optional<Row>> locked(SqlConnection connection, long tenant, UUID id) {
    return Database.run(
            connection,
            "select id, state from job where uid = $1 and tenant = $2 for update",
            Tuple.of(id, tenant))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static ProblemException illegal(String command, JobState state) {
    return conflict("A job that is " + state.wire() + " can't be told to " + command + ".");
  }

  private static ProblemException conflict(String detail) {
    return ProblemException.permanent(
        Problem.of("illegal-transition", "The job's state does not allow it", 409, detail));
  }
}

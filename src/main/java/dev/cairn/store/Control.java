package dev.cairn.store;

import dev.cairn.job.Command;
import dev.cairn.job.JobDeleted;
import dev.cairn.job.JobState;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import java.util.UUID;

/**
 * Pause, resume, stop, retry, redo, delete, and the priority: one small transaction each, whatever
 * the size of the job (promise 6, Obedient). What they mean for single documents is done later, by
 * whoever takes those.
 */
@ApplicationScoped
public class Control {

  private final Database database;
  private final Settling settling;
  private final Event<JobDeleted> deleted;

  Control(Database database, Settling settling, Event<JobDeleted> deleted) {
    this.database = database;
    this.settling = settling;
    this.deleted = deleted;
  }

  /**
   * Obeys a command. The same state again changes nothing.
   *
   * @return the job's internal key, or empty when the tenant has no such job
   * @throws ProblemException 409 {@code illegal-transition} (as a failed Uni)
   */
  public Uni<Optional<Long>> obey(long tenant, UUID id, Command command) {
    return onJob(tenant, id, (connection, row) -> change(connection, row, command));
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
    return (command == Command.RESUME ? splitAgain(connection, job) : Uni.createFrom().voidItem())
        .chain(() -> enter(connection, new History.Change(job, from, to, Optional.empty())))
        .chain(() -> settling.settle(connection, job));
  }

  /** Uploads that could not be read to their end are looked for once more. */
  private static Uni<Void> splitAgain(SqlConnection connection, long job) {
    return Database.run(
            connection,
            """
            with again as (
              update source set split = false, problem = null
              where job = $1 and problem is not null returning job
            )
            update job set split = false where id in (select job from again)
            """,
            Tuple.of(job))
        .replaceWithVoid();
  }

  /**
   * A new round: what failed in an earlier one may be taken again. Stages of the job that have seen
   * less than all documents are done again behind them.
   */
  private Uni<Void> retry(SqlConnection connection, long job, JobState from, JobState to) {
    return Database.run(
            connection,
            """
            with failed as materialized (
              select coalesce(sum(t.failed), 0)::bigint as n from tally t join job j on j.id = t.job
              where t.job = $1 and t.stage < j.document_stages
            ), again as (
              update job j
              set round = round + 1, processing = 'retried', problem = null,
                  redo = coalesce(redo, case when f.n > 0 and document_stages < cardinality(stages)
                                             then document_stages end)
              from failed f where id = $1
              returning document_stages, f.n
            ), forgiven as (
              delete from failure using again a
              where job = $1 and seq = 9223372036854775806 and a.n > 0
            ), unfailed as (
              update tally t set failed = 0 from again a
              where t.job = $1 and t.stage >= a.document_stages and a.n > 0
            )
            select n as failed from again
            """,
            Tuple.of(job))
        .chain(
            rows -> {
              long failed = rows.iterator().next().getLong("failed");
              if (failed == 0 && from != JobState.STOPPED && from != JobState.FAILED) {
                throw conflict("There is no failed document to retry.");
              }
              Optional<String> reason = Optional.of("retry of " + failed + " failed documents");
              return splitAgain(connection, job)
                  .chain(() -> enter(connection, new History.Change(job, from, to, reason)));
            })
        .chain(() -> settling.settle(connection, job));
  }

  /**
   * Has all documents go through a stage and those behind it once more; what these stages made is
   * removed as their turn comes.
   *
   * @param stage name of the stage
   * @return the job's internal key, or empty when the tenant has no such job
   * @throws ProblemException 409 while the job works; 422 when it has no such stage (as a failed
   *     Uni)
   */
  public Uni<Optional<Long>> redo(long tenant, UUID id, String stage) {
    return onJob(tenant, id, (connection, row) -> redo(connection, row, stage));
  }

  private Uni<Void> redo(SqlConnection connection, Row row, String stage) {
    JobState from = JobRows.state(row);
    if (!from.finished()) {
      throw illegal("do a stage again", from);
    }
    long job = row.getLong("id");
    int position = JobRows.request(row).stages().indexOf(stage);
    if (position < 0) {
      throw ProblemException.permanent(
          Problem.ofField(
              "unknown-stage",
              "The pipeline has no such stage",
              422,
              "stage",
              "There is no stage '" + stage + "' in this job."));
    }
    Optional<String> reason = Optional.of("all is done again from stage " + stage);
    return Database.run(
            connection,
            """
            with again as (
              update job
              set redo = case when $2 < document_stages then $2 end, processing = 'retried', problem = null,
                  granted = case when $2 < document_stages then 0 else granted end
              where id = $1 returning document_stages
            ), given_back as (
              delete from lease l using again a
              where l.job = $1 and ($2 < a.document_stages or l.first = 9223372036854775806)
            ), forgiven as (
              delete from failure where job = $1 and seq = 9223372036854775806
            ), unfailed as (
              update tally t set failed = 0 from again a where t.job = $1 and t.stage >= a.document_stages
            )
            insert into lease (job, first, "end", epoch, redo)
            select $1, 9223372036854775806, 9223372036854775807, 2, $2 from again
            where $2 >= document_stages
            """,
            Tuple.of(job, position))
        .chain(() -> enter(connection, new History.Change(job, from, JobState.RUNNING, reason)))
        // Where there is no document nobody takes any, and so nobody else would settle it.
        .chain(() -> settling.settle(connection, job));
  }

  private static Uni<Void> enter(SqlConnection connection, History.Change change) {
    boolean begins = change.to() == JobState.RUNNING && !change.from().working();
    return Database.run(
            connection,
            """
            update job set state = $2, finished_at = null,
              waiting_since = case when $3 then now() else waiting_since end,
              active_since = case when $3 then now() else active_since end,
              active_from = case when $3 then (
                select coalesce(sum(failed + skipped), 0)
                     + coalesce(max(done) filter (where stage = job.document_stages - 1), 0)
                from tally where tally.job = job.id and stage < job.document_stages) else active_from end
            where id = $1
            """,
            Tuple.of(change.job(), change.to().wire(), begins))
        .chain(() -> History.tell(connection, change, Optional.empty()))
        .chain(() -> Database.run(connection, Presence.TELL_NEWS, Tuple.tuple()))
        .replaceWithVoid();
  }

  /**
   * Changes a job's share among those of its tenant.
   *
   * @return the job's internal key, or empty when the tenant has no such job
   */
  public Uni<Optional<Long>> prioritize(long tenant, UUID id, int priority) {
    return onJob(
        tenant,
        id,
        (connection, row) ->
            Database.run(
                    connection,
                    "update job set priority = $2 where id = $1",
                    Tuple.of(row.getLong("id"), priority))
                .replaceWithVoid());
  }

  /**
   * Removes a job. It is gone at once; what it left is removed bit by bit ({@link Graves}).
   *
   * @return the job's internal key, or empty when the tenant has no such job
   * @throws ProblemException 409 while the job works (as a failed Uni)
   */
  public Uni<Optional<Long>> delete(long tenant, UUID id) {
    return onJob(
            tenant,
            id,
            (connection, row) -> {
              JobState state = JobRows.state(row);
              if (!state.finished()) {
                throw illegal("delete", state);
              }
              return Database.run(connection, Graves.BURY, Tuple.of(row.getLong("id")))
                  .replaceWithVoid();
            })
        .invoke(found -> found.ifPresent(job -> deleted.fireAsync(new JobDeleted(job))));
  }

  @FunctionalInterface
  private interface Act {
    Uni<Void> on(SqlConnection connection, Row job);
  }

  private Uni<Optional<Long>> onJob(long tenant, UUID id, Act act) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection,
                    "select * from job where uid = $1 and tenant = $2 for update",
                    Tuple.of(id, tenant))
                .chain(
                    rows -> {
                      if (rows.size() == 0) {
                        return Uni.createFrom().item(Optional.<Long>empty());
                      }
                      Row row = rows.iterator().next();
                      return act.on(connection, row).replaceWith(Optional.of(row.getLong("id")));
                    }));
  }

  private static ProblemException illegal(String command, JobState state) {
    return conflict("A job that is " + state.wire() + " can't be told to " + command + ".");
  }

  private static ProblemException conflict(String detail) {
    return ProblemException.permanent(
        Problem.of("illegal-transition", "The job's state does not allow it", 409, detail));
  }
}

package dev.cairn.store;

import dev.cairn.job.JobState;
import dev.cairn.job.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells a change of a job's state in its history and its events, inside the change's transaction.
 */
final class History {

  /**
   * One change.
   *
   * @param from the state before; the same as {@code to} when only something is told
   */
  record Change(long job, JobState from, JobState to, Optional<String> reason) {}

  private History() {}

  /** Writes the change down; {@code job.done} follows when the job is finished by it. */
  static Uni<Void> tell(SqlConnection connection, Change change, Optional<Problem> problem) {
    String status = Entries.status(change.from(), change.to(), change.reason());
    if (!change.to().finished() || change.from().finished()) {
      return write(connection, change, 1, status);
    }
    return Database.run(connection, JobRows.VIEW + "where j.id = $1", Tuple.of(change.job()))
        .map(rows -> JobRows.job(rows.iterator().next()).counts())
        .map(counts -> status + "," + Entries.done(change.to(), counts, problem))
        .chain(entries -> write(connection, change, 2, entries));
  }

  private static Uni<Void> write(
      SqlConnection connection, Change change, int events, String entries) {
    return Database.run(
            connection,
            """
            with numbered as (
              update job_head set next_event = next_event + $2 where job = $1 returning next_event
            ), logged as (
              insert into event (job, last_no, n, entries)
              select $1, next_event - 1, $2, $3 from numbered
            )
            insert into transition (job, state, reason) values ($1, $4, $5)
            """,
            Tuple.from(
                Arrays.asList(
                    change.job(),
                    events,
                    entries,
                    change.to().wire(),
                    change.reason().orElse(null))))
        .replaceWithVoid();
  }
}

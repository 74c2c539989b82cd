package dev.cairn.store;

import dev.cairn.job.Lease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** What a holder does with its ranges: ends them, shares them, or clears them for a redo. */
@ApplicationScoped
public class Leases {

  private final Database database;
  private final Settling settling;

  Leases(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /** Ends a range whose documents are all finished, and settles its job if that was the last. */
  public Uni<Void> finish(Lease lease) {
    return end(
        lease,
        """
        delete from lease where id = $1 and epoch = $2 and "end" = $3
        """,
        Tuple.of(lease.id(), lease.fence().epoch(), lease.end()));
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
        Tuple.of(lease.id(), lease.fence().epoch(), from));
  }

  private Uni<Void> end(Lease lease, String sql, Tuple parameters) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection, "select 1 from job where id = $1 for update", Tuple.of(lease.job()))
                .chain(() -> Database.run(connection, sql, parameters))
                .chain(() -> settling.settle(connection, lease.job())));
  }

  /**
   * Frees a lease that its holder does not know of: the answer to its claim was lost.
   *
   * @param id key of the lease
   */
  public Uni<Void> free(long node, long id) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection,
                    """
                    select j.id from job j where j.id = (
                      select job from lease where id = $1 and node = $2) for update
                    """,
                    Tuple.of(id, node))
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().voidItem()
                            : Database.run(
                                    connection,
                                    """
                                    update lease set node = null, epoch = epoch + 1
                                    where id = $1 and node = $2
                                    """,
                                    Tuple.of(id, node))
                                .chain(
                                    () ->
                                        settling.settle(
                                            connection, rows.iterator().next().getLong("id")))));
  }

  /**
   * Gives the end of a range back, of which no document was begun, for another node to take.
   *
   * @param from first document given back
   */
  public Uni<Void> share(Lease lease, long from) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection, "select 1 from job where id = $1 for update", Tuple.of(lease.job()))
                .chain(
                    () ->
                        Database.run(
                            connection,
                            """
                            with cut as (
                              update lease set "end" = $3
                              where id = $1 and epoch = $2 and first < $3 and "end" > $3
                              returning job, round, redo, epoch
                            )
                            insert into lease (job, first, "end", epoch, round, redo)
                            select job, $3, $4, epoch + 1, round, redo from cut
                            """,
                            Tuple.of(lease.id(), lease.fence().epoch(), from, lease.end())))
                .chain(() -> Database.run(connection, Presence.TELL_WORK, Tuple.tuple()))
                .replaceWithVoid());
  }

  /**
   * Removes what a range holds from a stage on, because it is to be done again; once, whoever holds
   * the range meanwhile.
   */
  public Uni<Void> clear(Lease lease) {
    return database
        .run(
            """
            with mine as materialized (
              update lease set redo = null
              where id = $1 and epoch = $2 and node = $3 and redo is not null returning *
            ), range as materialized (
              select job, first, "end", $4::int as stage from mine
            ), undone as (
              delete from checkpoint c using range r
              where c.job = r.job and c.seq >= r.first and c.seq < r."end" and c.stage >= r.stage
              returning c.job, c.stage, c.outcome, c.handed_blob
            ), loosened as (
              insert into loose_blob (blob)
              select distinct handed_blob from undone where handed_blob is not null order by handed_blob
              on conflict (blob) do update set since = excluded.since
            ), untold as (
              delete from record c using range r
              where c.job = r.job and c.seq >= r.first and c.seq < r."end" and c.stage >= r.stage
            ), unmade as (
              delete from artifact c using range r
              where c.job = r.job and c.seq >= r.first and c.seq < r."end" and c.stage >= r.stage
            ), unsaved as (
              delete from cursor c using range r
              where c.job = r.job and c.seq >= r.first and c.seq < r."end" and c.stage >= r.stage
            ), unfailed as (
              delete from failure f using range r
              where f.job = r.job and f.seq >= r.first and f.seq < r."end"
              returning f.job, f.stage, f.state
            ), fewer as (
              select job, stage, count(*) filter (where outcome = 0) as done,
                     count(*) filter (where outcome = 1) as skipped, 0 as failed
              from undone group by job, stage
              union all
              select job, stage, 0, 0, count(*) filter (where state = 'final')
              from unfailed group by job, stage
            )
            update tally t
            set done = t.done - f.done, skipped = t.skipped - f.skipped, failed = t.failed - f.failed
            from (select job, stage, sum(done) as done, sum(skipped) as skipped, sum(failed) as failed
                  from fewer group by job, stage) f
            where t.job = f.job and t.stage = f.stage
            """,
            Tuple.of(
                lease.id(),
                lease.fence().epoch(),
                lease.fence().node(),
                lease.redo().orElseThrow()))
        .replaceWithVoid();
  }
}

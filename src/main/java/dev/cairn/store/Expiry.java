package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Removes what was kept long enough, on the database's clock, some rows at a time. Whatever
 * somebody else has locked is left for the next time.
 */
@ApplicationScoped
public class Expiry {

  /** Jobs of one step: each is two rows, and what it leaves is for {@link Graves}. */
  private static final int JOBS = 200;

  private static final int UPLOADS = 1_000;

  /** Event rows of one step: as many as {@link Graves} takes. */
  private static final int EVENTS = 1_000;

  private final Database database;

  Expiry(Database database) {
    this.database = database;
  }

  /**
   * Deletes jobs that finished longer ago than that, as their owner could.
   *
   * @return how many
   */
  public Uni<Integer> jobs(Duration kept) {
    return database
        .run(
            """
            with old as materialized (
              select id from job
              where finished_at < now() - $1::bigint * interval '1 ms'
                and state in ('completed', 'failed', 'stopped')
              order by finished_at limit $2 for update skip locked
            ), gone as (
              delete from job j using old o where j.id = o.id returning j.id
            )
            insert into grave (job) select id from gone
            """,
            Tuple.of(kept.toMillis(), JOBS))
        .map(SqlResult::rowCount);
  }

  /**
   * Forgets uploads that no job named for so long. Jobs keep their bytes: their documents name the
   * blob themselves.
   *
   * @return how many blobs may have lost their owner
   */
  public Uni<Integer> uploads(Duration kept) {
    return database
        .run(
            """
            with old as materialized (
              select uid from upload where used_at < now() - $1::bigint * interval '1 ms'
              order by used_at limit $2 for update skip locked
            ), gone as (
              delete from upload u using old o where u.uid = o.uid returning u.blob
            )
            insert into loose_blob (blob) select distinct blob from gone order by blob
            on conflict (blob) do update set since = excluded.since
            """,
            Tuple.of(kept.toMillis(), UPLOADS))
        .map(SqlResult::rowCount);
  }

  /**
   * Forgets uploads on their way that nobody went on with in time.
   *
   * @return their ids; what arrived of them is to be thrown away
   */
  public Uni<List<UUID>> arrivals() {
    return database
        .run(
            """
            with old as materialized (
              select uid from arrival where expires_at < now()
              order by expires_at limit $1 for update skip locked
            )
            delete from arrival a using old o where a.uid = o.uid returning a.uid
            """,
            Tuple.of(UPLOADS))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("uid"))
                    .toList());
  }

  /**
   * Forgets submissions' keys that are older than that.
   *
   * @return how many
   */
  public Uni<Integer> keys(Duration kept) {
    return database
        .run(
            """
            delete from idempotency where ctid = any(array(
              select ctid from idempotency where created_at < now() - $1::bigint * interval '1 ms'
              order by created_at limit $2))
            """,
            Tuple.of(kept.toMillis(), UPLOADS))
        .map(SqlResult::rowCount);
  }

  /**
   * Removes events of the job that finished first of those that finished longer ago than that,
   * oldest first, but for the last row: it says how the job ended.
   *
   * @return how many jobs were worked on: one or none
   */
  public Uni<Integer> events(Duration kept) {
    return database
        .run(
            """
            with j as materialized (
              select id from job
              where finished_at is not null and (trimmed_at is null or trimmed_at < finished_at)
                and finished_at < now() - $1::bigint * interval '1 ms'
              order by finished_at limit 1 for update skip locked
            ), last as materialized (
              select e.job, e.last_no from j cross join lateral (
                select job, last_no from event where job = j.id order by last_no desc limit 1) e
            ), gone as (
              delete from event t
              where t.job = (select job from last) and t.last_no = any(array(
                select e.last_no from event e, last l
                where e.job = l.job and e.last_no < l.last_no order by e.last_no limit $2)) returning 1
            ), done as (
              update job t set trimmed_at = now() from j
              where t.id = j.id and (select count(*) from gone) < $2
            )
            select from j
            """,
            Tuple.of(kept.toMillis(), EVENTS))
        .map(SqlResult::size);
  }
}

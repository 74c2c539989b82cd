package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Removes what deleted jobs left: the tables of a large one as a whole ({@link Volumes}), else a
 * few thousand rows at a time, so that running work does not notice. Blobs they named become
 * candidates ({@link LooseBlobs}) in the same statement.
 */
@ApplicationScoped
public class Graves {

  /** Takes a job out of sight, in one small write. */
  static final String BURY =
      "with gone as (delete from job where id = $1 returning id) insert into grave (job) select id from gone";

  /**
   * Rows of each table in one step: 57 ms at the median on a busy machine, where 5,000 took 234
   * (ReclaimBench, 1 KiB a row).
   */
  private static final int STEP = 1_000;

  private final Database database;
  private final Volumes volumes;

  Graves(Database database, Volumes volumes) {
    this.database = database;
    this.volumes = volumes;
  }

  /**
   * Drops the tables of the large job that was deleted first, or removes the next rows of another.
   *
   * @return whether there may be more to remove
   */
  public Uni<Boolean> step() {
    return volumes.drop().chain(gone -> gone ? Uni.createFrom().item(true) : rows());
  }

  private Uni<Boolean> rows() {
    return database
        .run(
            """
            with g as materialized (
              select job from grave g where not exists (select from volume v where v.job = g.job)
              order by job limit 1 for update skip locked
            ), a as (
              delete from record_small t where t.ctid = any(array(
                select r.ctid from record_small r, g where r.job = g.job limit $1)) returning 1
            ), b as (
              delete from checkpoint_small t where t.ctid = any(array(
                select r.ctid from checkpoint_small r, g where r.job = g.job limit $1)) returning handed_blob
            ), c as (
              delete from document_small t where t.ctid = any(array(
                select r.ctid from document_small r, g where r.job = g.job limit $1)) returning blob
            ), d as (
              delete from event_small t where t.ctid = any(array(
                select r.ctid from event_small r, g where r.job = g.job limit $1)) returning 1
            ), e as (
              delete from failure t where t.ctid = any(array(
                select r.ctid from failure r, g where r.job = g.job limit $1)) returning 1
            ), f as (
              delete from artifact t where t.ctid = any(array(
                select r.ctid from artifact r, g where r.job = g.job limit $1)) returning 1
            ), left_over as materialized (
              select count(*) as n from (
                select from a union all select from b union all select from c
                union all select from d union all select from e union all select from f) x
            ), h as (delete from lease t using g, left_over o where o.n = 0 and t.job = g.job),
               i as (delete from source t using g, left_over o where o.n = 0 and t.job = g.job
                     returning t.blob),
               k as (delete from cursor t using g, left_over o where o.n = 0 and t.job = g.job),
               l as (delete from tally t using g, left_over o where o.n = 0 and t.job = g.job),
               m as (delete from transition t using g, left_over o where o.n = 0 and t.job = g.job),
               n as (delete from worker t using g, left_over o where o.n = 0 and t.job = g.job),
               p as (delete from job_head t using g, left_over o where o.n = 0 and t.job = g.job),
               q as (delete from grave t using g, left_over o where o.n = 0 and t.job = g.job),
               r as (
                 insert into loose_blob (blob)
                 select blob from (select handed_blob as blob from b union select blob from c
                                   union select blob from i) x
                 where blob is not null order by blob
                 on conflict (blob) do update set since = excluded.since)
            select from g
            """,
            Tuple.of(STEP))
        .map(rows -> rows.size() > 0);
  }
}

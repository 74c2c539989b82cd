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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Grants ranges of documents to nodes. A turn goes to the tenant that has had the least for its
 * weight, and inside it to the job that has had the least for its priority; every eighth turn of a
 * tenant goes to the job that has waited longest, so that none starves however many come after it.
 *
 * <p>Of the chosen job a range that is free again goes first, then failed documents whose time has
 * come, then documents that no one was granted yet; the job itself only when all its documents are
 * through. The tenant's row is locked for a turn, so its limits hold whoever asks at the same time;
 * and the job's, so that nothing is granted of a job that is being paused.
 */
@ApplicationScoped
public class Grants {

  /**
   * Who wants documents, and of which jobs.
   *
   * @param node key of the node
   * @param pipelines what it can run, as {@code name:version}
   * @param busy jobs of which it has as much as it can bear
   * @param appetite documents to take at once, of jobs it knows
   * @param taste documents to take at once of a job it does not know
   */
  public record Wish(
      long node, List<String> pipelines, List<Long> busy, Map<Long, Long> appetite, long taste) {
    public Wish {
      pipelines = List.copyOf(pipelines);
      busy = List.copyOf(busy);
      appetite = Map.copyOf(appetite);
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

  /** Failed documents that are granted together, each as a range of its own. */
  private static final int MOST_RETRIES = 100;

  private static final int TRIES = 3;

  /** NO KEY: an update of a job looks its tenant up under KEY SHARE while it holds the job. */
  private static final String TURN =
      """
      select t.id as tenant, j.id as job
      from tenant t
      cross join lateral (
        (select id from workable w
         where t.turns % 8 < 7 and w.tenant = t.id
           and w.pipeline || ':' || w.version = any($1::text[]) and w.id <> all($2::bigint[])
           and (t.max_jobs is null or w.state = 'running'
                or t.max_jobs > (select count(*) from job a where a.tenant = t.id
                                 and a.state in ('running', 'pausing', 'stopping')))
         order by w.pass, w.id limit 1)
        union all
        (select id from workable w
         where t.turns % 8 = 7 and w.tenant = t.id
           and w.pipeline || ':' || w.version = any($1::text[]) and w.id <> all($2::bigint[])
           and (t.max_jobs is null or w.state = 'running'
                or t.max_jobs > (select count(*) from job a where a.tenant = t.id
                                 and a.state in ('running', 'pausing', 'stopping')))
         order by w.waiting_since, w.id limit 1)) j
      where t.max_documents is null or t.max_documents > (
        select coalesce(sum(l."end" - l.first), 0) from lease l join job h on h.id = l.job
        where h.tenant = t.id and l.node is not null)
      order by greatest(t.pass, (select max(turn) from tenant)), t.pass, t.id limit 1
      for no key update of t
      """;

  private static final String TAKE =
      """
      with me as materialized (
        select id, name from node where id = $1 for key share
      ), j as materialized (
        select o.* from job o, me where o.id = $2 and o.state in ('queued', 'running') for update of o
      ), room as materialized (
        select least($3, coalesce(t.max_documents - (
                 select coalesce(sum(l."end" - l.first), 0) from lease l join job h on h.id = l.job
                 where h.tenant = t.id and l.node is not null), $3)) as documents
        from tenant t, j where t.id = j.tenant
      ), through as materialized (
        select from j where not exists (
            select from lease l where l.job = j.id and l.first <> 9223372036854775806)
          and not exists (
            select from failure f where f.job = j.id and f.seq <> 9223372036854775806
              and (f.state = 'waiting' or f.state = 'final' and f.round < j.round))
      ), free as materialized (
        select l.id, l."end" - l.first as documents from lease l, j
        where l.job = j.id and l.node is null
          and (l.first <> 9223372036854775806 or exists (select from through))
        order by l.first, l.id limit 1
      ), due as materialized (
        select f.job, f.seq, f.attempt, f.state from failure f, j
        where f.job = j.id and not exists (select from free)
          and (f.seq < j.granted or f.seq = 9223372036854775806 and exists (select from through))
          and (f.state = 'waiting' and f.next_at <= now() or f.state = 'final' and f.round < j.round)
        order by f.seq limit $4
      ), retried as (
        update failure f set state = 'past' from due d
        where f.job = d.job and f.seq = d.seq and f.attempt = d.attempt and f.state = d.state
        returning f.job, f.seq, f.stage, f.attempt, f.tries, d.state as was
      ), unfailed as (
        update tally t set failed = t.failed - r.n
        from (select job, stage, count(*) as n from retried where was = 'final' group by job, stage) r
        where t.job = r.job and t.stage = r.stage
      ), old as (
        update lease l set node = $1, taken_at = now(), round = j.round
        from free f, j where l.id = f.id and l.node is null
        returning l.*
      ), again as (
        insert into lease (job, first, "end", node, attempt, tries, round)
        select r.job, r.seq, r.seq + 1, $1, r.attempt + 1,
               case when r.was = 'final' then 1 else r.tries + 1 end, j.round
        from retried r, j
        returning *
      ), fresh as (
        insert into lease (job, first, "end", node, round, redo)
        select j.id, j.granted, least(j.granted + room.documents, j.documents), $1, j.round, j.redo
        from j, room
        where not exists (select from free) and not exists (select from due)
          and j.granted < j.documents and room.documents > 0
        returning *
      ), taken as materialized (
        select * from old union all select * from again union all select * from fresh
      ), cost as materialized (
        select sum(t."end" - t.first) * greatest(0.00005, coalesce((
                 select sum(took_us) / 1e6 / nullif(max(done), 0) from tally where job = $2), 0.01)
               )::float8 as seconds
        from taken t having count(*) > 0
      ), turned as (
        update job o
        set granted = greatest(o.granted, coalesce((select "end" from fresh), 0)),
            waiting_since = now(), state = 'running',
            started_at = coalesce(o.started_at, now()),
            active_since = coalesce(o.active_since, now()),
            pass = greatest(o.pass, t.job_turn) + c.seconds / power(2, greatest(-16, least(16, o.priority)))
        from j, cost c, tenant t
        where o.id = j.id and t.id = j.tenant
      ), charged as (
        update tenant t
        set turn = greatest(t.pass, v.turn), pass = greatest(t.pass, v.turn) + c.seconds / t.weight,
            job_turn = greatest(t.job_turn, j.pass), turns = t.turns + 1
        from j, cost c, (select max(turn) as turn from tenant) v
        where t.id = j.tenant
      ), noted as (
        insert into worker (job, node, name) select j.id, me.id, me.name from j, me, cost
        on conflict do nothing
      )
      select t.*, j.pipeline || ':' || j.version as plan, j.params, j.state as was,
             greatest(j.granted, coalesce((select "end" from fresh), 0)) < j.documents as more
      from taken t, j order by t.first
      """;

  private final Database database;

  Grants(Database database) {
    this.database = database;
  }

  /**
   * Takes documents of the job whose turn it is.
   *
   * @return ranges of one job; none when nothing waits that the node may take
   */
  public Uni<List<Grant>> take(Wish wish) {
    return take(wish, TRIES);
  }

  /** What was there to take may be gone when its turn comes; then there may be something else. */
  private Uni<List<Grant>> take(Wish wish, int tries) {
    return database
        .inTransaction(connection -> turn(connection, wish))
        .chain(
            taken ->
                taken.isPresent() && taken.get().isEmpty() && tries > 1
                    ? take(wish, tries - 1)
                    : Uni.createFrom().item(taken.orElse(List.of())));
  }

  /** Empty when nothing waits at all. */
  private static Uni<Optional<List<Grant>>> turn(SqlConnection connection, Wish wish) {
    return Database.run(
            connection,
            TURN,
            Tuple.of(wish.pipelines().toArray(String[]::new), wish.busy().toArray(Long[]::new)))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : take(connection, wish, rows.iterator().next().getLong("job"))
                        .map(Optional::of));
  }

  private static Uni<List<Grant>> take(SqlConnection connection, Wish wish, long job) {
    long documents = wish.appetite().getOrDefault(job, wish.taste());
    return Database.run(
            connection, TAKE, Tuple.of(wish.node(), job, documents, (long) MOST_RETRIES))
        .call(rows -> tellStart(connection, job, rows))
        .map(Grants::grants);
  }

  private static Uni<Void> tellStart(SqlConnection connection, long job, RowSet<Row> rows) {
    if (rows.size() == 0
        || JobState.ofWire(rows.iterator().next().getString("was")).orElseThrow()
            != JobState.QUEUED) {
      return Uni.createFrom().voidItem();
    }
    return History.tell(
        connection,
        new History.Change(job, JobState.QUEUED, JobState.RUNNING, Optional.empty()),
        Optional.empty());
  }

  private static List<Grant> grants(RowSet<Row> rows) {
    List<Grant> grants = new ArrayList<>(rows.size());
    for (Row row : rows) {
      grants.add(
          new Grant(
              lease(row), row.getString("plan"), row.getString("params"), row.getBoolean("more")));
    }
    return grants;
  }

  private static Lease lease(Row row) {
    Integer redo = row.getInteger("redo");
    return new Lease(
        row.getLong("job"),
        row.getLong("first"),
        row.getLong("end"),
        new Lease.Fence(row.getLong("node"), row.getLong("id"), row.getInteger("epoch")),
        new Lease.Trial(row.getInteger("attempt"), row.getInteger("tries")),
        redo == null ? OptionalInt.empty() : OptionalInt.of(redo));
  }
}

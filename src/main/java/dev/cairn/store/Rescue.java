package dev.cairn.store;

import dev.cairn.job.Rescued;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Takes the documents of dead nodes over. The node's row is deleted first: that waits for commits
 * of the node that are under way, and turns away all that come later (promise 2, Once). Then its
 * leases are freed under higher epochs.
 */
@ApplicationScoped
public class Rescue {

  /**
   * When another node counts as dead.
   *
   * @param silence it was not heard of for so long
   * @param vanished its connection is gone, and it was not heard of for so long
   */
  public record Patience(Duration silence, Duration vanished) {
    /** Every other node is dead: no other can exist. */
    public static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO);
  }

  private final Database database;
  private final Settling settling;

  Rescue(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /**
   * Frees the ranges of dead nodes, so that living nodes may take them, and settles jobs that
   * waited for them alone; all or nothing.
   *
   * @param self the node that asks; never counted as dead
   * @return what was freed, by job and node
   */
  public Uni<List<Rescued>> free(long self, Patience patience) {
    return database.inTransaction(
        connection ->
            bury(connection, self, patience).chain(dead -> inherit(connection, dead, "was lost")));
  }

  /** Takes a node out that ends in good order; what it still holds is free for others. */
  public Uni<Void> leave(long node) {
    return database
        .inTransaction(
            connection ->
                Database.run(
                        connection,
                        "delete from node where id = $1 returning id, name",
                        Tuple.of(node))
                    .chain(self -> inherit(connection, self, "ended")))
        .replaceWithVoid();
  }

  private Uni<List<Rescued>> inherit(SqlConnection connection, RowSet<Row> dead, String how) {
    if (dead.size() == 0) {
      return Uni.createFrom().item(List.of());
    }
    return lockJobs(connection, dead)
        .chain(() -> takeLeases(connection, dead))
        .call(
            freed ->
                Multi.createFrom()
                    .iterable(freed)
                    .onItem()
                    .transformToUniAndConcatenate(rescued -> tell(connection, rescued, how))
                    .collect()
                    .last())
        .call(() -> Database.run(connection, Presence.TELL_WORK, Tuple.tuple()));
  }

  private static Uni<RowSet<Row>> bury(SqlConnection connection, long self, Patience patience) {
    return Database.run(
        connection,
        """
        delete from node
        where id in (
          select n.id from node n
          where n.id <> $1
            and (n.seen_at <= now() - $2 * interval '1 millisecond'
                 or n.seen_at <= now() - $3 * interval '1 millisecond' and not exists (
                   select from pg_locks k
                   where k.locktype = 'advisory' and k.classid = $4::bigint::oid
                     and k.objid = n.id::oid and k.objsubid = 2
                     and k.database = (select oid from pg_database where datname = current_database())))
          order by n.id for update skip locked)
        returning id, name
        """,
        Tuple.of(
            self,
            patience.silence().toMillis(),
            patience.vanished().toMillis(),
            (long) Presence.LOCK));
  }

  /** Jobs before leases, as everybody does, so that nobody waits in a circle. */
  private static Uni<RowSet<Row>> lockJobs(SqlConnection connection, RowSet<Row> dead) {
    Rows nodes = new Rows(Long.class);
    dead.forEach(row -> nodes.add(row.getLong("id")));
    Tuple parameters = Tuple.tuple();
    nodes.bind(parameters);
    return Database.run(
        connection,
        """
        select id from job where id in (select job from lease where node = any($1))
        order by id for update
        """,
        parameters);
  }

  /** A statement of its own: it sees what the dead nodes committed while the first one waited. */
  private static Uni<List<Rescued>> takeLeases(SqlConnection connection, RowSet<Row> dead) {
    Rows nodes = new Rows(Long.class, String.class);
    dead.forEach(row -> nodes.add(row.getLong("id"), row.getString("name")));
    Tuple parameters = Tuple.tuple();
    nodes.bind(parameters);
    return Database.run(
            connection,
            """
            with gone as (select * from unnest($1::bigint[], $2::text[]) as g(id, name)),
            returned as (delete from permit p using gone g where p.node = g.id),
            freed as (
              update lease l set node = null, epoch = epoch + 1 from gone g
              where l.node = g.id
              returning l.job, l."end" - l.first as documents, g.id, g.name
            )
            select f.job, j.uid, f.id as node, f.name, count(*)::int as ranges,
                   sum(f.documents)::bigint as documents
            from freed f join job j on j.id = f.job group by f.job, j.uid, f.id, f.name
            order by f.job, f.id
            """,
            parameters)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Rescue::rescued).toList());
  }

  private static Rescued rescued(Row row) {
    return new Rescued(
        row.getLong("job"),
        row.getUUID("uid"),
        row.getLong("node"),
        row.getString("name"),
        row.getInteger("ranges"),
        row.getLong("documents"));
  }

  /** Says so in the job's history, and settles a job that was only waiting for the dead node. */
  private Uni<Void> tell(SqlConnection connection, Rescued rescued, String how) {
    String reason =
        "node %d (%s) %s; its %d ranges of %d documents are taken over"
            .formatted(rescued.node(), rescued.name(), how, rescued.ranges(), rescued.documents());
    return Database.run(
            connection,
            "update job set processing = 'resumed' where id = $1 returning state",
            Tuple.of(rescued.job()))
        .map(rows -> JobRows.state(rows.iterator().next()))
        .chain(
            state ->
                History.tell(
                    connection,
                    new History.Change(rescued.job(), state, state, Optional.of(reason)),
                    Optional.empty()))
        .chain(() -> settling.settle(connection, rescued.job()));
  }
}

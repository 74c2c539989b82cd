package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Shares out what the whole cluster may do at once or in a second. A node's share goes when the
 * node goes.
 */
@ApplicationScoped
public class Permits {

  /**
   * How many runs may be at work at once.
   *
   * @param name what is limited: a pipeline, or a stage as {@code pipeline.stage}
   * @param most by the whole cluster
   * @param used by the node now
   * @param wanted by the node in all
   */
  public record Ask(String name, int most, int used, int wanted) {}

  /**
   * When runs may begin that were reserved.
   *
   * @param first from now until the first
   * @param gap between two of them
   */
  public record Slots(Duration first, Duration gap) {}

  private final Database database;

  Permits(Database database) {
    this.database = database;
  }

  /**
   * The node's share now: never less than it uses, never more than the others leave. What does not
   * divide evenly goes round among those who want it, each five seconds, so that no node waits for
   * ever.
   */
  public Uni<Integer> share(long node, Ask ask) {
    return database
        .inTransaction(
            connection ->
                Database.run(
                        connection,
                        "select pg_advisory_xact_lock($1, hashtext($2))",
                        Tuple.of(Presence.LOCK + 1, ask.name()))
                    .chain(
                        () ->
                            Database.run(
                                connection,
                                """
                                with askers as (
                                  select node from permit
                                  where name = $2 and (node = $1 or wanted > 0 or n > 0)
                                  union select $1 where $5 > 0
                                ), round as (
                                  select count(*) as nodes,
                                         count(*) filter (where node < $1) as before from askers
                                ), fair as (
                                  select $3 / greatest(nodes, 1) + case
                                    when (before + floor(extract(epoch from now()) / 5)::bigint)
                                         % greatest(nodes, 1) < $3 % greatest(nodes, 1)
                                    then 1 else 0 end as n
                                  from round
                                ), others as (
                                  select coalesce(sum(n), 0) as n from permit where name = $2 and node <> $1
                                )
                                insert into permit as p (node, name, wanted, n)
                                select d.id, $2, $5,
                                       greatest($4, least($5, f.n, $3 - o.n))::int
                                from node d, fair f, others o where d.id = $1
                                on conflict (name, node) do update
                                set wanted = excluded.wanted, n = excluded.n
                                returning n
                                """,
                                Tuple.of(node, ask.name(), ask.most(), ask.used(), ask.wanted()))))
        .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger("n"));
  }

  /**
   * Reserves the next runs of what is limited to so many a second.
   *
   * @param runs how many
   */
  public Uni<Slots> reserve(String name, int runs, double perSecond) {
    return database
        .run(
            """
            insert into pace as p (name, next) values ($1, now() + $2::float8 / $3::float8 * interval '1 s')
            on conflict (name) do update
            set next = greatest(p.next, now()) + $2::float8 / $3::float8 * interval '1 s'
            returning extract(epoch from next - now())::float8 - $2::float8 / $3::float8 as wait
            """,
            Tuple.of(name, (double) runs, perSecond))
        .map(rows -> slots(rows.iterator().next(), perSecond));
  }

  private static Slots slots(Row row, double perSecond) {
    return new Slots(seconds(Math.max(0, row.getDouble("wait"))), seconds(1 / perSecond));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}

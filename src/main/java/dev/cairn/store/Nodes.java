package dev.cairn.store;

import dev.cairn.job.JobState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Who is alive, on the database's clock. */
@ApplicationScoped
public class Nodes {

  /**
   * What a node learns when it says that it is alive; all it needs to know when there is nothing to
   * do, in one statement.
   *
   * @param held the states of the jobs it holds leases of, by key
   * @param leases keys of those leases
   * @param news what it should look into
   */
  public record Pulse(Map<Long, JobState> held, Set<Long> leases, Set<News> news) {
    public Pulse {
      held = Map.copyOf(held);
      leases = Set.copyOf(leases);
      news = Set.copyOf(news);
    }
  }

  /** What a node should look into. */
  public enum News {
    /** A job waits for documents to be taken. */
    WORK,
    /** An upload waits to be split. */
    UNSPLIT,
    /** Another node could do more than it finds. */
    HUNGRY,
    /** Another node may be dead. */
    SUSPECTS
  }

  private final Database database;

  Nodes(Database database) {
    this.database = database;
  }

  /**
   * Enters a node that begins to serve.
   *
   * @param name for people, such as host and process id
   * @return its key, never used before
   */
  public Uni<Long> register(String name) {
    return database
        .run("insert into node (name) values ($1) returning id", Tuple.of(name))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /**
   * Shows that the node lives, until the connection breaks; see {@link Presence}.
   *
   * @param heard told each hint: whether it is no more than that there are documents to take
   */
  public Uni<Presence> show(long node, Consumer<Boolean> heard) {
    return Presence.open(database, node, heard);
  }

  /**
   * Says that a node is alive; this alone keeps all its leases.
   *
   * @param hungry whether it could do more than it finds
   * @param pipelines what it can run, as {@code name:version}
   * @return empty when others have declared the node dead
   */
  public Uni<Optional<Pulse>> beat(long node, boolean hungry, List<String> pipelines) {
    return database
        .run(
            """
            with beat as (
              update node set seen_at = now(), hungry = $2 where id = $1 returning id
            )
            select h.jobs, h.states, (select array_agg(l.id) from lease l where l.node = b.id) as leases,
                   exists (
                     select from workable j where j.pipeline || ':' || j.version = any($3::text[])) as work,
                   exists (
                     select from source s join job j on j.id = s.job
                     where not s.split and j.state in ('queued', 'running')) as unsplit,
                   exists (
                     select from node n where n.id <> b.id and n.hungry
                       and n.seen_at > now() - interval '5 s') as hungry,
                   exists (
                     select from node n where n.id <> b.id
                       and (n.seen_at < now() - interval '4 s' or not exists (
                         select from pg_locks k
                         where k.locktype = 'advisory' and k.classid = $4::bigint::oid
                           and k.objid = n.id::oid and k.objsubid = 2
                           and k.database = (select oid from pg_database where datname = current_database())))
                   ) as suspects
            from beat b
            cross join lateral (
              select array_agg(j.id) as jobs, array_agg(j.state) as states from job j
              where j.id in (select l.job from lease l where l.node = b.id)) h
            """,
            Tuple.of(node, hungry, pipelines.toArray(String[]::new), (long) Presence.LOCK))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(pulse(rows.iterator().next())));
  }

  private static Pulse pulse(Row row) {
    Map<Long, JobState> held = new HashMap<>();
    Long[] jobs = row.getArrayOfLongs("jobs");
    String[] states = row.getArrayOfStrings("states");
    for (int i = 0; jobs != null && i < jobs.length; i++) {
      held.put(jobs[i], JobState.ofWire(states[i]).orElseThrow());
    }
    Long[] leases = row.getArrayOfLongs("leases");
    Set<News> news = EnumSet.noneOf(News.class);
    for (News each : News.values()) {
      if (row.getBoolean(each.name().toLowerCase(Locale.ROOT))) {
        news.add(each);
      }
    }
    return new Pulse(held, leases == null ? Set.of() : Set.of(leases), news);
  }
}

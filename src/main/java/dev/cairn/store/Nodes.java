package dev.cairn.store;

import dev.cairn.job.JobState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is alive, and the freeing of what dead nodes held; all on the database's clock. */
@ApplicationScoped
public class Nodes {

  private final Database database;
  private final Settling settling;

  Nodes(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /**
   * Enters a node that begins to serve.
   *
   * @param name for people, such as host and process id
   * @return its key
   */
  public Uni<Long> register(String name) {
    return database
        .run("insert into node (name) values ($1) returning id", Tuple.of(name))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /**
   * Says that a node is alive; this alone keeps all its leases.
   *
   * @return the states of the jobs it holds leases of, by key, so that it hears of a pause made
   *     elsewhere; empty when others have declared the node dead
   */
  public Uni<Optional<List<Held>>> heartbeat(long node) {
    return database
        .run(
            """
            with beat as (update node set seen_at = now() where id = $1 returning id)
            select b.id, j.id as job, j.state
            from beat b left join lateral (
              select distinct job from lease where node = b.id) l on true
            left join job j on j.id = l.job
            """,
            Tuple.of(node))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              List<Held> held = new ArrayList<>();
              for (var row : rows) {
                if (row.getLong("job") != null) {
                  held.add(new Held(row.getLong("job"), JobRows.state(row)));
                }
              }
              return Optional.of(held);
            });
  }

  /** A job of which a node holds leases. */
  public record Held(long job, JobState state) {}

  /** Takes a node out that stops in good order and holds nothing any more. */
  public Uni<Void> leave(long node) {
    return database.run("delete from node where id = $1", Tuple.of(node)).replaceWithVoid();
  }

  /**
   * Frees the ranges of nodes not seen for a time, under higher epochs, so that living nodes may
   * take them; what the dead node still writes is refused from then on.
   *
   * @param self the node that asks; never counted as dead
   * @param silence how long a node may be silent; zero when every other node must be dead
   * @return keys of the jobs that have free ranges now
   */
  public Uni<List<Long>> rescue(long self, Duration silence) {
    return database
        .inTransaction(connection -> free(connection, self, silence))
        .call(
            jobs ->
                Multi.createFrom()
                    .iterable(jobs)
                    .onItem()
                    .transformToUniAndConcatenate(this::afterRescue)
                    .collect()
                    .last());
  }

  private static Uni<List<Long>> free(SqlConnection connection, long self, Duration silence) {
    return Database.run(
            connection,
            """
            with dead as (
              delete from node
              where id <> $1 and seen_at < now() - $2 * interval '1 millisecond' returning id
            ), freed as (
              update lease set node = null, epoch = epoch + 1
              where node is not null and not exists (
                select 1 from node n where n.id = lease.node
                  and (n.id = $1 or n.seen_at >= now() - $2 * interval '1 millisecond'))
              returning job
            )
            select distinct job from freed
            """,
            Tuple.of(self, silence.toMillis()))
        .map(
            rows -> {
              List<Long> jobs = new ArrayList<>();
              rows.forEach(row -> jobs.add(row.getLong("job")));
              return jobs;
            });
  }

  /** Says so in the job's history, and settles a job that was only waiting for the dead node. */
  private Uni<Void> afterRescue(long job) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection,
                    "update job set processing = 'resumed' where id = $1 returning state",
                    Tuple.of(job))
                .chain(
                    rows -> {
                      if (rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                      }
                      JobState state = JobRows.state(rows.iterator().next());
                      Optional<String> reason =
                          Optional.of("a node was lost; its documents are taken over");
                      return History.tell(
                              connection,
                              new History.Change(job, state, state, reason),
                              Optional.empty())
                          .chain(() -> settling.settle(connection, job));
                    }));
  }
}

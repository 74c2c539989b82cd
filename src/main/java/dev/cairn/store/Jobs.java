package dev.cairn.store;

import dev.cairn.job.Job;
import dev.cairn.job.JobState;
import dev.cairn.job.Transition;
import dev.cairn.job.Worker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads jobs. */
@ApplicationScoped
public class Jobs {

  /**
   * Which jobs to list.
   *
   * @param states wire names of the states wanted; empty for all
   * @param before only jobs older than that
   * @param limit most jobs to return
   */
  public record Filter(
      List<String> states,
      Optional<String> pipeline,
      Optional<String> batch,
      Optional<UUID> before,
      int limit) {
    public Filter {
      states = List.copyOf(states);
    }

    /** The states of a job that is not finished. */
    public static List<String> unfinished() {
      return java.util.Arrays.stream(JobState.values())
          .filter(state -> !state.finished())
          .map(JobState::wire)
          .toList();
    }
  }

  private final Database database;

  Jobs(Database database) {
    this.database = database;
  }

  /** The tenant's job of that id, or empty. */
  public Uni<Optional<Job>> find(long tenant, UUID id) {
    return database
        .run(JobRows.VIEW + "where j.uid = $1 and j.tenant = $2", Tuple.of(id, tenant))
        .map(Jobs::first);
  }

  /** The job of that internal key, or empty when it was deleted. */
  public Uni<Optional<Job>> byKey(long key) {
    return database.run(JobRows.VIEW + "where j.id = $1", Tuple.of(key)).map(Jobs::first);
  }

  /** The tenant's jobs, newest first. */
  public Uni<List<Job>> list(long tenant, Filter filter) {
    return database
        .run(
            JobRows.VIEW
                + """
                where j.tenant = $1
                  and (cardinality($2::text[]) = 0 or j.state = any($2::text[]))
                  and ($3::text is null or j.pipeline = $3)
                  and ($4::text is null or j.batch = $4)
                  and ($5::uuid is null or j.uid < $5)
                order by j.uid desc limit $6
                """,
            Tuple.from(
                java.util.Arrays.asList(
                    tenant,
                    filter.states().toArray(String[]::new),
                    filter.pipeline().orElse(null),
                    filter.batch().orElse(null),
                    filter.before().orElse(null),
                    filter.limit())))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(JobRows::job).toList());
  }

  /** What has happened to a job, oldest first. */
  public Uni<List<Transition>> history(long job) {
    return database
        .run("select state, at, reason from transition where job = $1 order by n", Tuple.of(job))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Transition(
                                JobRows.state(row),
                                row.getOffsetDateTime("at").toInstant(),
                                Optional.ofNullable(row.getString("reason"))))
                    .toList());
  }

  /** The nodes that have worked on a job, in the order in which they came to it. */
  public Uni<List<Worker>> workers(long job) {
    return database
        .run("select node, name, since from worker where job = $1 order by node", Tuple.of(job))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Worker(
                                row.getLong("node"),
                                row.getString("name"),
                                row.getOffsetDateTime("since").toInstant()))
                    .toList());
  }

  private static Optional<Job> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(JobRows.job(rows.iterator().next()));
  }
}

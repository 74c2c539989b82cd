package dev.cairn.store;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is new of many jobs: one statement, whatever their number. For the reader of all jobs that a
 * node's subscribers follow; 200 statements for 200 jobs would cost the database ten times as much.
 */
@ApplicationScoped
public class News {

  /** Most rows of one job: bounds the work where rows hold an event each. */
  private static final int ROWS = 500;

  /** Where the reader of a job stands: at the event of that number. */
  public record Place(long job, long number) {}

  private final Database database;

  News(Database database) {
    this.database = database;
  }

  /** How far the histories of jobs go, by key; without those that are not there (any more). */
  public Uni<Map<Long, Events.Extent>> extents(List<Long> jobs) {
    return database
        .run(
            """
            select h.job, h.next_event - 1 as last, j.state, coalesce((
                     select last_no - n + 1 from event where job = h.job order by last_no limit 1), 1) as first
            from job_head h join job j on j.id = h.job where h.job = any($1)
            """,
            Tuple.of(jobs.toArray(Long[]::new)))
        .map(
            rows -> {
              Map<Long, Events.Extent> extents = HashMap.newHashMap(rows.size());
              for (Row row : rows) {
                boolean finished = JobRows.state(row).finished();
                extents.put(
                    row.getLong("job"),
                    new Events.Extent(row.getLong("first"), row.getLong("last"), finished));
              }
              return extents;
            });
  }

  /**
   * Events after places, by job, in order and with no gap; without jobs of which there are no more
   * as yet.
   *
   * @param most events to read of each job; a few more where a flush ends behind that
   */
  public Uni<Map<Long, List<Event>>> after(List<Place> places, int most) {
    return database
        .run(
            """
            select p.job, e.last_no, e.at, e.entries, j.stages
            from unnest($1::bigint[], $2::bigint[]) as p(job, number)
            cross join lateral (
              select last_no, at, entries from (
                select last_no, at, entries, sum(n) over (order by last_no) - n as before
                from event where job = p.job and last_no > p.number order by last_no limit $4) page
              where before < $3) e
            join job j on j.id = p.job
            order by p.job, e.last_no
            """,
            Tuple.of(
                places.stream().map(Place::job).toArray(Long[]::new),
                places.stream().map(Place::number).toArray(Long[]::new),
                most,
                ROWS))
        .map(
            rows -> {
              Map<Long, List<Event>> news = new HashMap<>();
              for (Row row : rows) {
                news.computeIfAbsent(row.getLong("job"), job -> new ArrayList<>())
                    .addAll(events(row));
              }
              return news;
            });
  }

  private static List<Event> events(Row row) {
    return Entries.parse(
        row.getLong("last_no"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("entries"),
        List.of(row.getArrayOfStrings("stages")));
  }

  /** Jobs as they stand, by key; without those that are not there (any more). */
  public Uni<Map<Long, Job>> jobs(List<Long> keys) {
    return database
        .run(JobRows.VIEW + "where j.id = any($1)", Tuple.of(keys.toArray(Long[]::new)))
        .map(
            rows -> {
              Map<Long, Job> jobs = HashMap.newHashMap(rows.size());
              for (Row row : rows) {
                jobs.put(row.getLong("id"), JobRows.job(row));
              }
              return jobs;
            });
  }
}

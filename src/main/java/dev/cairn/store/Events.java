package dev.cairn.store;

import dev.cairn.job.Event;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the numbered history of jobs. */
@ApplicationScoped
public class Events {

  private final Database database;

  Events(Database database) {
    this.database = database;
  }

  /** Most rows of a page: bounds the work of a page whose rows hold an event each. */
  private static final int ROWS = 500;

  /**
   * How far a job's history goes.
   *
   * @param first number of its first event that is kept
   * @param last number of its last event
   * @param finished whether that one says that the job is finished
   */
  public record Extent(long first, long last, boolean finished) {}

  /** How far the history goes now, or empty when there is no such job. */
  public Uni<Optional<Extent>> extent(long job) {
    return database
        .run(
            """
            select h.next_event - 1 as last, j.state, coalesce((
                     select last_no - n + 1 from event where job = $1 order by last_no limit 1), 1) as first
            from job_head h join job j on j.id = h.job
            where h.job = $1
            """,
            Tuple.of(job))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Extent(
                      row.getLong("first"), row.getLong("last"), JobRows.state(row).finished()));
            });
  }

  /**
   * Events in order after a number, with no gap; none when there are no more as yet.
   *
   * @param after number of the last one seen; 0 for none
   * @param most events to read; a few more where a flush ends behind that
   * @throws ProblemException 410 {@code events-expired} when some after that number were removed,
   *     also while someone reads on (as a failed Uni)
   */
  public Uni<List<Event>> after(long job, long after, int most) {
    return database
        .run(
            """
            select last_no, n, at, entries, stages from (
              select last_no, n, at, entries, sum(n) over (order by last_no) - n as before
              from event where job = $1 and last_no > $2 order by last_no limit $4) page,
              (select stages from job where id = $1) as of
            where before < $3 order by last_no
            """,
            Tuple.of(job, after, most, ROWS))
        .map(rows -> events(rows, after));
  }

  private static List<Event> events(RowSet<Row> rows, long after) {
    List<Event> events = new ArrayList<>();
    if (rows.size() > 0) {
      Row first = rows.iterator().next();
      expectKept(after, first.getLong("last_no") - first.getInteger("n") + 1);
    }
    for (Row row : rows) {
      Entries.parse(
              row.getLong("last_no"),
              row.getOffsetDateTime("at").toInstant(),
              row.getString("entries"),
              List.of(row.getArrayOfStrings("stages")))
          .stream()
          .filter(event -> event.number() > after)
          .forEach(events::add);
    }
    return events;
  }

  /**
   * Refuses to read on over a gap.
   *
   * @param after number of the last event seen
   * @param first number of the first that is kept behind it
   * @throws ProblemException 410 {@code events-expired}
   */
  public static void expectKept(long after, long first) {
    if (after < first - 1) {
      throw ProblemException.permanent(
          Problem.of(
              "events-expired",
              "Events were removed because the job finished long ago",
              410,
              "Events %d to %d are gone. Without a number all that is kept is given."
                  .formatted(after + 1, first - 1)));
    }
  }
}

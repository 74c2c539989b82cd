package dev.cairn.store;

import dev.cairn.job.Event;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Reads the numbered history of jobs. */
@ApplicationScoped
public class Events {

  private final Database database;

  Events(Database database) {
    this.database = database;
  }

  /**
   * Events in order after a number, with no gap.
   *
   * @param after number of the last one seen; 0 for none
   * @param rows most rows to read; each holds the events of one flush, at most some thousand
   */
  public Uni<List<Event>> after(long job, long after, int rows) {
    return database
        .run(
            """
            select last_no, at, entries from event
            where job = $1 and last_no > $2 order by last_no limit $3
            """,
            Tuple.of(job, after, rows))
        .map(
            found -> {
              List<Event> events = new ArrayList<>();
              for (Row row : found) {
                Entries.parse(
                        row.getLong("last_no"),
                        row.getOffsetDateTime("at").toInstant(),
                        row.getString("entries"))
                    .stream()
                    .filter(event -> event.number() > after)
                    .forEach(events::add);
              }
              return events;
            });
  }
}

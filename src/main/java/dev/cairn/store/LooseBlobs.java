package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Blobs that may have lost their last reference. Whoever removes a reference enters the blob here
 * in the same transaction; only when nothing refers to it some time later does its file go.
 */
@ApplicationScoped
public class LooseBlobs {

  /** Blobs of one step: row locks are held until their files are gone. */
  private static final int STEP = 200;

  /**
   * Blobs to which nothing refers.
   *
   * @param before a file touched since then, on the database's clock, may be about to be referred
   *     to and must stay
   */
  public record Doomed(List<String> blobs, Instant before) {
    public Doomed {
      blobs = List.copyOf(blobs);
    }
  }

  private final Database database;

  LooseBlobs(Database database) {
    this.database = database;
  }

  /**
   * Has the files of the next blobs removed to which nothing refers any more.
   *
   * @param grace how long they must have been entered here
   * @param remove removes files; answers those that must stay for now. Called on no particular
   *     thread
   * @return how many blobs were looked at
   */
  public Uni<Integer> step(Duration grace, Function<Doomed, Uni<List<String>>> remove) {
    return withIndexes(
        connection ->
            candidates(connection, grace)
                .chain(
                    rows -> {
                      List<String> all = new ArrayList<>();
                      List<String> doomed = new ArrayList<>();
                      Instant before = Instant.EPOCH;
                      for (Row row : rows) {
                        all.add(row.getString("blob"));
                        before = row.getOffsetDateTime("before").toInstant();
                        if (!row.getBoolean("referred")) {
                          doomed.add(row.getString("blob"));
                        }
                      }
                      return remove
                          .apply(new Doomed(doomed, before))
                          .chain(young -> settle(connection, all, young))
                          .replaceWith(all.size());
                    }));
  }

  /**
   * The row locks stay until the files are gone. Who removes a reference meanwhile waits for them
   * and enters the blob anew; who adds one does so from an upload, which is a reference itself, or
   * has touched the file just before.
   */
  private static Uni<Iterable<Row>> candidates(SqlConnection connection, Duration grace) {
    return Database.run(
            connection,
            """
            with c as materialized (
              select blob from loose_blob where since < now() - $1::bigint * interval '1 ms'
              order by since limit $2 for update skip locked
            )
            select c.blob, now() - $1::bigint * interval '1 ms' as before,
                   exists (select from upload r where r.blob = c.blob offset 0)
                   or exists (select from source r where r.blob = c.blob offset 0)
                   or exists (select from document r where r.blob = c.blob offset 0)
                   or exists (select from checkpoint r where r.handed_blob = c.blob offset 0) as referred
            from c
            """,
            Tuple.of(grace.toMillis(), STEP))
        .map(rows -> rows);
  }

  private static Uni<Void> settle(SqlConnection connection, List<String> all, List<String> young) {
    return Database.run(
            connection,
            """
            with later as (update loose_blob set since = now() where blob = any($2))
            delete from loose_blob where blob = any($1) and blob <> all($2)
            """,
            Tuple.of(all.toArray(String[]::new), young.toArray(String[]::new)))
        .replaceWithVoid();
  }

  /**
   * Enters those of some files to which nothing refers: left by a crash between the file and the
   * row that would have named it.
   *
   * @param files blobs whose files are old
   * @return how many were entered
   */
  public Uni<Integer> enterStrays(List<String> files) {
    return withIndexes(
        connection ->
            Database.run(
                    connection,
                    """
                    insert into loose_blob (blob)
                    select f.blob from unnest($1::text[]) as f(blob)
                    where not (
                      exists (select from upload r where r.blob = f.blob offset 0)
                      or exists (select from source r where r.blob = f.blob offset 0)
                      or exists (select from document r where r.blob = f.blob offset 0)
                      or exists (select from checkpoint r where r.handed_blob = f.blob offset 0))
                    order by f.blob
                    on conflict (blob) do nothing
                    """,
                    Tuple.of((Object) files.toArray(String[]::new)))
                .map(rows -> rows.rowCount()));
  }

  /**
   * Nothing is known of how blobs are spread over the hot tables (statistics are off there), and a
   * guess must not read them whole.
   */
  private <T> Uni<T> withIndexes(Function<SqlConnection, Uni<T>> work) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection, "select set_config('enable_seqscan', 'off', true)", Tuple.tuple())
                .chain(() -> work.apply(connection)));
  }
}

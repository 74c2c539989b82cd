package dev.cairn.store;

import dev.cairn.job.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Splitting uploads into documents, a piece at a time. A piece's documents and the cursor behind
 * them commit together, so that a crash loses and doubles none; the row lock of the split keeps
 * other nodes off, and vanishes with its holder.
 */
@ApplicationScoped
public class Splits {

  /**
   * Where the next piece begins.
   *
   * @param cursor first byte not yet split
   * @param line lines before it
   */
  public record Cursor(String blob, long size, long cursor, long line) {}

  /**
   * A piece is done.
   *
   * @param job key of the job that has more documents now
   * @param ahead documents of it that no node has been given yet
   */
  public record Step(long job, long ahead) {}

  /** What became of reading on. */
  public sealed interface Found {}

  /**
   * Nothing more of the upload can be read, for good: the job fails when the documents it has are
   * through. To retry or resume it is to try once more.
   */
  public record Unreadable(Problem problem) implements Found {}

  /**
   * A piece of an upload.
   *
   * @param spans where its documents are
   * @param cursor first byte behind the piece
   * @param line lines before that
   */
  public record Piece(List<Span> spans, long cursor, long line) implements Found {
    public Piece {
      spans = List.copyOf(spans);
    }
  }

  /**
   * One document in its upload.
   *
   * @param line its number, from 1
   * @param start first byte
   * @param length bytes
   */
  public record Span(long line, long start, long length) {}

  private final Database database;
  private final Settling settling;

  Splits(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /**
   * Splits the next piece of some upload whose job works.
   *
   * @param unread blobs that can't be read at the moment, so that they hold no others up
   * @param resting jobs that have enough for now
   * @param cut reads the piece; called on no particular thread
   * @return what was done, or empty when there is nothing to split
   */
  public Uni<Optional<Step>> next(
      Collection<String> unread, Collection<Long> resting, Function<Cursor, Uni<Found>> cut) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection,
                    """
                    select s.* from source s join job j on j.id = s.job
                    where not s.split and j.state in ('queued', 'running')
                      and s.blob <> all($1) and s.job <> all($2)
                    order by j.priority desc, j.granted_at nulls first, s.job, s.n limit 1
                    for update of s skip locked
                    """,
                    Tuple.of(unread.toArray(String[]::new), resting.toArray(Long[]::new)))
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().item(Optional.empty())
                            : piece(connection, rows.iterator().next(), cut).map(Optional::of)));
  }

  private Uni<Step> piece(SqlConnection connection, Row split, Function<Cursor, Uni<Found>> cut) {
    Cursor cursor =
        new Cursor(
            split.getString("blob"),
            split.getLong("size"),
            split.getLong("cursor"),
            split.getLong("line"));
    return cut.apply(cursor)
        .chain(
            found ->
                switch (found) {
                  case Piece piece ->
                      write(connection, split, piece)
                          .call(
                              () ->
                                  piece.cursor() < cursor.size()
                                      ? Uni.createFrom().voidItem()
                                      : end(connection, split, null));
                  case Unreadable broken ->
                      end(connection, split, broken.problem()).replaceWith(0L);
                })
        .map(ahead -> new Step(split.getLong("job"), ahead));
  }

  private static Uni<Long> write(SqlConnection connection, Row split, Piece piece) {
    Rows rows = new Rows(Long.class, Long.class, Long.class);
    piece.spans().forEach(span -> rows.add(span.line(), span.start(), span.length()));
    Tuple parameters =
        Tuple.of(
            split.getLong("job"),
            split.getInteger("n"),
            piece.cursor(),
            piece.line(),
            piece.spans().size());
    rows.bind(parameters);
    return Database.run(
            connection,
            """
            with moved as (
              update source set cursor = $3, line = $4 where job = $1 and n = $2
            ), grown as (
              update job set documents = documents + $5 where id = $1 returning documents, granted
            ), written as (
              insert into document (job, seq, source, line, start, length)
              select $1, g.documents - $5 + o.ord - 1, $2, o.line, o.start, o.length
              from grown g,
                   unnest($6::bigint[], $7::bigint[], $8::bigint[]) with ordinality
                   as o(line, start, length, ord)
            )
            select documents - granted as ahead from grown
            """,
            parameters)
        .map(answer -> answer.iterator().next().getLong("ahead"));
  }

  private Uni<Void> end(SqlConnection connection, Row split, @Nullable Problem problem) {
    long job = split.getLong("job");
    return Database.run(
            connection,
            "update source set split = true, problem = $3 where job = $1 and n = $2",
            Tuple.of(
                job,
                split.getInteger("n"),
                problem == null ? null : Problems.json(problem).encode()))
        .chain(
            () ->
                Database.run(
                    connection,
                    """
                    update job set split = true
                    where id = $1 and not exists (select 1 from source where job = $1 and not split)
                    """,
                    Tuple.of(job)))
        .chain(() -> settling.settle(connection, job));
  }
}

package dev.cairn.store;

import dev.cairn.job.Content;
import dev.cairn.job.Document;
import dev.cairn.job.DocumentState;
import dev.cairn.job.DocumentStatus;
import dev.cairn.job.Job;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads where documents stand. A document's state is not stored: it follows from what is. */
@ApplicationScoped
public class Documents {

  /** Columns that tell a document's state. */
  private static final String STATUS =
      """
      select d.job, d.seq, d.start, d.length, coalesce(d.name, o.name || ':' || d.line) as name,
             coalesce(d.media_type, o.media_type) as media_type, coalesce(d.blob, o.blob) as blob,
             c.stage as last_stage, c.skipped, f.state as failure, f.stage as failed_stage,
             f.problem, coalesce(f.attempt, 0) as attempts,
             d.seq < $3 and not exists (
               select 1 from lease l where l.job = d.job and l.node is null
                 and l.first <= d.seq and l."end" > d.seq) as held
      from document d
      left join source o on o.job = d.job and o.n = d.source
      left join lateral (
        select max(stage) as stage, max(outcome) = 1 as skipped
        from checkpoint where job = d.job and seq = d.seq) c on true
      left join lateral (
        select state, stage, problem, attempt from failure
        where job = d.job and seq = d.seq order by attempt desc limit 1) f on true
      """;

  private final Database database;

  Documents(Database database) {
    this.database = database;
  }

  /**
   * A page of a job's documents in order, of one state or of all.
   *
   * @param after the last {@code seq} already seen; -1 for the first page
   */
  public Uni<List<DocumentStatus>> page(
      Job job, Optional<DocumentState> state, long after, int limit) {
    return granted(job)
        .chain(
            granted ->
                database.run(
                    "select * from ("
                        + STATUS
                        + """
                        where d.job = $1 and d.seq > $2) s
                        where case $4::text
                          when 'failed' then failure = 'final'
                          when 'skipped' then skipped
                          when 'done' then last_stage = $5 and not skipped
                          when 'running' then held and $7 and coalesce(failure, 'past') = 'past'
                            and not coalesce(skipped or last_stage = $5, false)
                          when 'pending' then (not held or not $7 or failure = 'waiting')
                            and coalesce(failure, 'past') <> 'final'
                            and not coalesce(skipped or last_stage = $5, false)
                          else true end
                        order by seq limit $6
                        """,
                    Tuple.from(
                        Arrays.asList(
                            job.key(),
                            after,
                            granted,
                            state.map(DocumentState::wire).orElse(null),
                            job.stages().size() - 1,
                            limit,
                            !job.state().finished()))))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> status(job, row))
                    .toList());
  }

  /** One document with all that happened to it, or empty. */
  public Uni<Optional<DocumentStatus.Detail>> find(Job job, long seq) {
    return granted(job)
        .chain(
            granted ->
                database.run(
                    STATUS + "where d.job = $1 and d.seq = $2", Tuple.of(job.key(), seq, granted)))
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(Optional.empty());
              }
              DocumentStatus status = status(job, rows.iterator().next());
              return Uni.combine()
                  .all()
                  .unis(checkpoints(job, seq), failures(job, seq))
                  .with((done, failed) -> Optional.of(detail(status, done, failed)));
            });
  }

  private static DocumentStatus.Detail detail(
      DocumentStatus status,
      List<DocumentStatus.Checkpoint> checkpoints,
      List<DocumentStatus.Failure> failures) {
    return new DocumentStatus.Detail(status, checkpoints, failures);
  }

  private Uni<Long> granted(Job job) {
    return database
        .run("select granted from job where id = $1", Tuple.of(job.key()))
        .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("granted"));
  }

  private Uni<List<DocumentStatus.Checkpoint>> checkpoints(Job job, long seq) {
    return database
        .run(
            """
            select stage, outcome, epoch, took_us, records, at
            from checkpoint where job = $1 and seq = $2 order by stage
            """,
            Tuple.of(job.key(), seq))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new DocumentStatus.Checkpoint(
                                stage(job, row.getInteger("stage")),
                                row.getInteger("outcome") == 0 ? "done" : "skipped",
                                row.getInteger("epoch"),
                                row.getLong("took_us"),
                                row.getInteger("records"),
                                row.getOffsetDateTime("at").toInstant()))
                    .toList());
  }

  private Uni<List<DocumentStatus.Failure>> failures(Job job, long seq) {
    return database
        .run(
            """
            select attempt, stage, problem, retryable, at,
                   case when state = 'waiting' then next_at end as next_at
            from failure where job = $1 and seq = $2 order by attempt
            """,
            Tuple.of(job.key(), seq))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new DocumentStatus.Failure(
                                row.getInteger("attempt"),
                                stage(job, row.getInteger("stage")),
                                Problems.parse(row.getString("problem")),
                                row.getBoolean("retryable"),
                                row.getOffsetDateTime("at").toInstant(),
                                JobRows.instant(row.getOffsetDateTime("next_at"))))
                    .toList());
  }

  private static String stage(Job job, int position) {
    return job.stages().get(position).name();
  }

  private static DocumentStatus status(Job job, Row row) {
    String failure = row.getString("failure");
    Integer last = row.getInteger("last_stage");
    boolean failed = "final".equals(failure);
    boolean complete = last != null && last == job.stages().size() - 1;
    DocumentState state;
    if (failed) {
      state = DocumentState.FAILED;
    } else if (Boolean.TRUE.equals(row.getBoolean("skipped"))) {
      state = DocumentState.SKIPPED;
    } else if (complete) {
      state = DocumentState.DONE;
    } else {
      boolean held = row.getBoolean("held") && !"waiting".equals(failure);
      boolean running = held && !job.state().finished();
      state = running ? DocumentState.RUNNING : DocumentState.PENDING;
    }
    Integer at = failed ? row.getInteger("failed_stage") : last;
    boolean tells = failed || "waiting".equals(failure);
    return new DocumentStatus(
        document(row),
        state,
        Optional.ofNullable(at).map(position -> stage(job, position)),
        row.getInteger("attempts"),
        tells ? Optional.of(Problems.parse(row.getString("problem"))) : Optional.empty());
  }

  static Document document(Row row) {
    return new Document(
        row.getLong("job"),
        row.getLong("seq"),
        row.getString("name"),
        row.getString("media_type"),
        new Content(row.getString("blob"), row.getLong("start"), row.getLong("length")));
  }
}

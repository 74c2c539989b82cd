package dev.cairn.store;

import dev.cairn.job.JobRequest;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes jobs in. */
@ApplicationScoped
public class Submissions {

  /** How the uploads of a job become its documents. */
  public enum Splitting {
    /** One upload is one document; all are written with the job. */
    WHOLE,
    /** Lines are documents; they are written later, piece by piece. */
    LATER
  }

  /** All rows of a job but those of its documents; more of a statement follows. */
  private static final String ENTER =
      """
      with entered as (
        insert into job (id, uid, tenant, pipeline, version, stages, document_stages, params, name, batch,
                         priority, state, documents, split)
        values (coalesce($12::bigint, nextval('job_id_seq')), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                'queued', $11::bigint, $11::bigint > 0)
        returning id
      ), head as (
        insert into job_head (job, next_event) select id, 2 from entered
      ), tallies as (
        insert into tally (job, stage)
        select id, s from entered, generate_series(0, cardinality($5::text[]) - 1) s
      ), history as (
        insert into transition (job, state) select id, 'queued' from entered
      ), told as (
        insert into event (job, last_no, n, entries)
        select id, 1, 1, '{"t":"job.status","d":{"state":"queued"}}' from entered
      )
      """;

  private static final String ONE_UPLOAD =
      """
      , arrived as (
        insert into upload (uid, tenant, name, media_type, blob, size)
        values ($13, $2, $14, $15, $16, $17)
      )
      """;

  private static final String ONE_DOCUMENT =
      """
      , written as (
        insert into document (job, seq, name, media_type, blob, start, length)
        select id, 0, $14, $15, $16, 0, $17 from entered
      )
      """;

  private static final String ONE_SOURCE =
      """
      , waiting as (
        insert into source (job, n, blob, name, media_type, size)
        select id, 0, $16, $14, $15, $17 from entered
      )
      """;

  /** What other nodes are told depends on whether there is anything to take yet. */
  private static final String TELL =
      """
      select id, pg_notify('cairn', case when $11::bigint > 0 then 'work' else 'news' end) from entered
      """;

  private final Database database;
  private final Uploads uploads;
  private final Volumes volumes;

  Submissions(Database database, Uploads uploads, Volumes volumes) {
    this.database = database;
    this.uploads = uploads;
    this.volumes = volumes;
  }

  /**
   * Enters a job with its documents (or with what is to be split into them); acknowledged means
   * committed.
   *
   * @param uploads in the order that documents shall have
   * @return internal key of the job
   * @throws ProblemException 422 {@code unknown-upload} (as a failed Uni)
   * @throws Idempotency.Used when the same was submitted at the same time (as a failed Uni)
   */
  public Uni<Long> submit(
      long tenant, JobRequest request, List<UUID> uploads, Splitting splitting) {
    UUID[] ids = uploads.toArray(UUID[]::new);
    return database.inTransaction(
        connection ->
            renew(connection, tenant, ids)
                .chain(() -> bytes(connection, tenant, ids))
                .chain(bytes -> volume(connection, bytes, ids.length))
                .map(key -> job(tenant, request, documents(splitting, ids.length), key))
                .chain(job -> Database.run(connection, ENTER + TELL, Tuple.from(job)))
                .map(Submissions::key)
                .call(job -> once(connection, tenant, request, job))
                .call(
                    job ->
                        switch (splitting) {
                          case WHOLE -> documents(connection, job, ids);
                          case LATER -> sources(connection, job, ids);
                        }));
  }

  /**
   * Enters a job together with the one file it is about: one statement, and one wait for the disk,
   * unless it is large or has to be known again.
   *
   * @return internal key of the job
   */
  public Uni<Long> submit(long tenant, JobRequest request, StoredFile file, Splitting splitting) {
    if (volumes.isLarge(file.size(), 1) || request.once().isPresent()) {
      return uploads
          .add(tenant, file)
          .chain(upload -> submit(tenant, request, List.of(upload.id()), splitting));
    }
    List<Object> parameters = job(tenant, request, documents(splitting, 1), Optional.empty());
    parameters.addAll(
        Arrays.asList(Ids.next(), file.name(), file.mediaType(), file.blob(), file.size()));
    String content =
        switch (splitting) {
          case WHOLE -> ONE_DOCUMENT;
          case LATER -> ONE_SOURCE;
        };
    return database
        .run(ENTER + ONE_UPLOAD + content + TELL, Tuple.from(parameters))
        .map(Submissions::key);
  }

  private static Uni<Void> once(
      SqlConnection connection, long tenant, JobRequest request, long job) {
    return request
        .once()
        .map(once -> Idempotency.enter(connection, tenant, once, job))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static long documents(Splitting splitting, int uploads) {
    return splitting == Splitting.WHOLE ? uploads : 0;
  }

  private Uni<Optional<Long>> volume(SqlConnection connection, long bytes, int uploads) {
    return volumes.isLarge(bytes, uploads)
        ? volumes.make(connection)
        : Uni.createFrom().item(Optional.empty());
  }

  private static List<Object> job(
      long tenant, JobRequest request, long documents, Optional<Long> key) {
    JobRequest.Label label = request.label();
    return new ArrayList<>(
        Arrays.asList(
            Ids.next(),
            tenant,
            request.pipeline(),
            request.version(),
            request.stages().toArray(String[]::new),
            request.plan().documentStages(),
            request.params(),
            label.name().orElse(null),
            label.batch().orElse(null),
            label.priority(),
            documents,
            key.orElse(null)));
  }

  private static long key(RowSet<Row> rows) {
    return rows.iterator().next().getLong("id");
  }

  /**
   * An upload that jobs still name is kept. To within an hour, so that naming a fresh one writes
   * nothing; in order, so that jobs that name the same never deadlock.
   */
  private static Uni<Void> renew(SqlConnection connection, long tenant, UUID[] ids) {
    return Database.run(
            connection,
            """
            with old as materialized (
              select uid from upload
              where uid = any($1) and tenant = $2 and used_at < now() - interval '1 h'
              order by uid for update
            )
            update upload u set used_at = now() from old o where u.uid = o.uid
            """,
            Tuple.of(ids, tenant))
        .replaceWithVoid();
  }

  /** How large they are together; all must be there. */
  private static Uni<Long> bytes(SqlConnection connection, long tenant, UUID[] ids) {
    return Database.run(
            connection,
            """
            select coalesce(sum(u.size), 0)::bigint as bytes,
                   (array_agg(o.id) filter (where u.uid is null))[1] as missing
            from unnest($1::uuid[]) as o(id)
            left join upload u on u.uid = o.id and u.tenant = $2 and not u.partial
            """,
            Tuple.of(ids, tenant))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              UUID missing = row.getUUID("missing");
              if (missing != null) {
                throw unknownUpload(missing);
              }
              return row.getLong("bytes");
            });
  }

  private static Uni<Void> documents(SqlConnection connection, long job, UUID[] ids) {
    return Database.run(
            connection,
            """
            insert into document (job, seq, name, media_type, blob, start, length)
            select $1, o.ord - 1, u.name, u.media_type, u.blob, 0, u.size
            from unnest($2::uuid[]) with ordinality as o(id, ord) join upload u on u.uid = o.id
            """,
            Tuple.of(job, ids))
        .replaceWithVoid();
  }

  private static Uni<Void> sources(SqlConnection connection, long job, UUID[] ids) {
    return Database.run(
            connection,
            """
            insert into source (job, n, blob, name, media_type, size)
            select $1, o.ord - 1, u.blob, u.name, u.media_type, u.size
            from unnest($2::uuid[]) with ordinality as o(id, ord) join upload u on u.uid = o.id
            """,
            Tuple.of(job, ids))
        .replaceWithVoid();
  }

  private static ProblemException unknownUpload(UUID id) {
    return ProblemException.permanent(
        Problem.ofField(
            "unknown-upload", "There is no such upload", 422, "uploads", "No upload " + id + "."));
  }
}

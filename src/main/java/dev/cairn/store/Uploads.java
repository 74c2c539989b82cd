package dev.cairn.store;

import dev.cairn.job.Announcement;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Remembers what was uploaded; the bytes are in the blob store. */
@ApplicationScoped
public class Uploads {

  private final Database database;

  Uploads(Database database) {
    this.database = database;
  }

  /** Enters a file. */
  public Uni<Upload> add(long tenant, StoredFile file) {
    return database
        .run(
            """
            insert into upload (uid, tenant, name, media_type, blob, size)
            values ($1, $2, $3, $4, $5, $6) returning *
            """,
            Tuple.of(Ids.next(), tenant, file.name(), file.mediaType(), file.blob(), file.size()))
        .map(rows -> first(rows).orElseThrow());
  }

  /** Enters a file that was made of other uploads. */
  public Uni<Upload> add(long tenant, Announcement announced, StoredFile file) {
    return database
        .run(
            """
            insert into upload (uid, tenant, name, media_type, blob, size, metadata, concat)
            values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
            """,
            Tuple.from(
                Arrays.asList(
                    Ids.next(),
                    tenant,
                    file.name(),
                    file.mediaType(),
                    file.blob(),
                    file.size(),
                    announced.metadata().orElse(null),
                    announced.concat().orElse(null))))
        .map(rows -> first(rows).orElseThrow());
  }

  /** The tenant's upload of that id, or empty. */
  public Uni<Optional<Upload>> find(long tenant, UUID id) {
    return database
        .run("select * from upload where uid = $1 and tenant = $2", Tuple.of(id, tenant))
        .map(Uploads::first);
  }

  /**
   * Uploads that are only pieces of others.
   *
   * @return those of the ids that are such, whole, in their order
   */
  public Uni<List<Upload>> pieces(long tenant, List<UUID> ids) {
    return database
        .run(
            """
            select u.* from unnest($2::uuid[]) with ordinality as o(id, ord)
            join upload u on u.uid = o.id and u.tenant = $1 and u.partial order by o.ord
            """,
            Tuple.of(tenant, ids.toArray(UUID[]::new)))
        .map(Uploads::all);
  }

  /**
   * The newest uploads that a job could name.
   *
   * @param before ids younger than that are left out
   */
  public Uni<List<Upload>> list(long tenant, Optional<UUID> before, int limit) {
    return database
        .run(
            """
            select * from upload where tenant = $1 and ($2::uuid is null or uid < $2) and not partial
            order by uid desc limit $3
            """,
            Tuple.of(tenant, before.orElse(null), limit))
        .map(Uploads::all);
  }

  private static List<Upload> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(Uploads::upload).toList();
  }

  private static Optional<Upload> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(upload(rows.iterator().next()));
  }

  static Upload upload(Row row) {
    return new Upload(
        row.getUUID("uid"),
        row.getString("name"),
        row.getString("media_type"),
        row.getString("blob"),
        row.getLong("size"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}

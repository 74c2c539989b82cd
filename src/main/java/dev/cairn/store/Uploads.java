package dev.cairn.store;

import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

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

  /** The tenant's upload of that id, or empty. */
  public Uni<Optional<Upload>> find(long tenant, UUID id) {
    return database
        .run("select * from upload where uid = $1 and tenant = $2", Tuple.of(id, tenant))
        .map(Uploads::first);
  }

  private static Optional<Upload> first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Upload(
            row.getUUID("uid"),
            row.getString("name"),
            row.getString("media_type"),
            row.getString("blob"),
            row.getLong("size"),
            row.getOffsetDateTime("created_at").toInstant()));
  }
}

package dev.cairn.store;

import dev.cairn.job.Announcement;
import dev.cairn.job.Arrival;
import dev.cairn.job.StoredFile;
import dev.cairn.job.Upload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Uploads on their way in. Whoever goes on with one raises its epoch, and with that takes it from
 * everyone before, at once and whether they live or not: their writes name an epoch that is no
 * longer true.
 */
@ApplicationScoped
public class Arrivals {

  /** What there is under an id. */
  public sealed interface Found {}

  /** An upload on its way, now held by the caller. */
  public record Taken(Arrival arrival) implements Found {
    public Taken {
      Objects.requireNonNull(arrival, "arrival");
    }
  }

  /** An upload that has arrived whole. */
  public record Whole(Announcement announced, Upload upload) implements Found {}

  /** An upload that was thrown away because nobody went on with it. */
  public record Expired() implements Found {}

  /** Nothing. */
  public record Unknown() implements Found {}

  private final Database database;

  Arrivals(Database database) {
    this.database = database;
  }

  /**
   * Begins an upload, held by the caller.
   *
   * @param patience how long it is kept when nobody goes on with it
   */
  public Uni<Arrival> begin(long tenant, Announcement announced, Duration patience) {
    return database
        .run(
            """
            insert into arrival (uid, tenant, name, declared_type, metadata, concat, length, epoch, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, 1, now() + $8::bigint * interval '1 ms') returning *
            """,
            Tuple.from(
                Arrays.asList(
                    Ids.next(),
                    tenant,
                    announced.name(),
                    announced.mediaType().orElse(null),
                    announced.metadata().orElse(null),
                    announced.concat().orElse(null),
                    announced.length().isPresent() ? announced.length().getAsLong() : null,
                    patience.toMillis())))
        .map(rows -> arrival(rows.iterator().next()));
  }

  /** Takes an upload from whoever holds it. */
  public Uni<Found> take(long tenant, UUID id, Duration patience) {
    return database
        .run(
            """
            update arrival set epoch = epoch + 1, expires_at = now() + $3::bigint * interval '1 ms'
            where uid = $1 and tenant = $2 and expires_at > now() returning *
            """,
            Tuple.of(id, tenant, patience.toMillis()))
        .chain(
            rows ->
                rows.size() == 0
                    ? other(tenant, id)
                    : Uni.createFrom().item(new Taken(arrival(rows.iterator().next()))));
  }

  private Uni<Found> other(long tenant, UUID id) {
    return database
        .run(
            """
            select u.*, exists (select from arrival a where a.uid = $1 and a.tenant = $2) as expired
            from (select) one left join upload u on u.uid = $1 and u.tenant = $2
            """,
            Tuple.of(id, tenant))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              if (row.getUUID("uid") != null) {
                return new Whole(announced(row, row.getLong("size")), Uploads.upload(row));
              }
              return row.getBoolean("expired") ? new Expired() : new Unknown();
            });
  }

  /** What there is under an id, which nobody loses by being asked. */
  public Uni<Optional<Arrival>> look(long tenant, UUID id) {
    return database
        .run(
            "select * from arrival where uid = $1 and tenant = $2 and expires_at > now()",
            Tuple.of(id, tenant))
        .map(Arrivals::first);
  }

  /**
   * The newest uploads on their way, those that are only pieces of others among them.
   *
   * @param before ids younger than that are left out
   */
  public Uni<List<Arrival>> list(long tenant, Optional<UUID> before, int limit) {
    return database
        .run(
            """
            select * from arrival
            where tenant = $1 and ($2::uuid is null or uid < $2) and expires_at > now()
            order by uid desc limit $3
            """,
            Tuple.of(tenant, before.orElse(null), limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(Arrivals::arrival).toList());
  }

  /**
   * Says how long an upload will be of which that was not said yet.
   *
   * @return the upload, or empty when the caller no longer holds it or it was said before
   */
  public Uni<Optional<Arrival>> measure(Arrival held, long length) {
    return database
        .run(
            "update arrival set length = $3 where uid = $1 and epoch = $2 and length is null returning *",
            Tuple.of(held.id(), held.hold().epoch(), length))
        .map(Arrivals::first);
  }

  /**
   * Remembers how far an upload is; acknowledged means committed.
   *
   * @param held as it was taken
   * @param reached bytes durable by now, and where
   * @return the upload, or empty when the caller no longer holds it
   */
  public Uni<Optional<Arrival>> advance(Arrival held, Arrival.Hold reached, Duration patience) {
    return database
        .run(
            """
            update arrival set "offset" = $3, place = $4, written = $2, expires_at = now() + $5::bigint * interval '1 ms'
            where uid = $1 and epoch = $2 returning *
            """,
            Tuple.of(
                held.id(),
                held.hold().epoch(),
                reached.offset(),
                reached.place().orElse(null),
                patience.toMillis()))
        .map(Arrivals::first);
  }

  /**
   * The upload is whole: from now on jobs can name it.
   *
   * @return empty when the caller no longer holds it
   */
  public Uni<Optional<Upload>> complete(Arrival held, StoredFile file) {
    return database
        .run(
            """
            with gone as (
              delete from arrival where uid = $1 and epoch = $2 returning *
            )
            insert into upload (uid, tenant, name, media_type, blob, size, metadata, concat, partial, created_at)
            select uid, tenant, $3, $4, $5, $6, metadata, concat, $7, created_at from gone returning *
            """,
            Tuple.from(
                Arrays.asList(
                    held.id(),
                    held.hold().epoch(),
                    file.name(),
                    file.mediaType(),
                    file.blob(),
                    file.size(),
                    held.announced().partial())))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(Uploads.upload(rows.iterator().next())));
  }

  /**
   * Forgets an upload, whether it has arrived whole or not. Jobs keep its bytes: their documents
   * name the blob themselves.
   *
   * @return whether there was one
   */
  public Uni<Boolean> remove(long tenant, UUID id) {
    return database
        .run(
            """
            with a as (
              delete from arrival where uid = $1 and tenant = $2 returning uid
            ), u as (
              delete from upload where uid = $1 and tenant = $2 returning uid, blob
            ), loose as (
              insert into loose_blob (blob) select blob from u
              on conflict (blob) do update set since = excluded.since
            )
            select uid from a union all select uid from u
            """,
            Tuple.of(id, tenant))
        .map(rows -> rows.size() > 0);
  }

  /** Those of some ids under which no upload is on its way. */
  public Uni<List<UUID>> unknown(List<UUID> ids) {
    return database
        .run(
            """
            select o.id from unnest($1::uuid[]) as o(id)
            where not exists (select from arrival a where a.uid = o.id)
            """,
            Tuple.of((Object) ids.toArray(UUID[]::new)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList());
  }

  private static Optional<Arrival> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(arrival(rows.iterator().next()));
  }

  private static Arrival arrival(Row row) {
    return new Arrival(
        row.getUUID("uid"),
        announced(row, row.getLong("length")),
        new Arrival.Hold(
            row.getInteger("epoch"),
            row.getInteger("written"),
            row.getLong("offset"),
            Optional.ofNullable(row.getString("place"))),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private static Announcement announced(Row row, @Nullable Long length) {
    return new Announcement(
        row.getString("name"),
        row.getColumnIndex("declared_type") < 0
            ? Optional.empty()
            : Optional.ofNullable(row.getString("declared_type")),
        Optional.ofNullable(row.getString("metadata")),
        Optional.ofNullable(row.getString("concat")),
        length == null ? OptionalLong.empty() : OptionalLong.of(length));
  }
}

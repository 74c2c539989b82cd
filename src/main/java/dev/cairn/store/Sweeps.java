package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Which node sweeps, and whether there is anything to sweep: one statement for both, on the
 * database's clock. The turn is no fence: all steps of sweeping are right when two do them at once,
 * and one node at a time only bounds the load.
 */
@ApplicationScoped
public class Sweeps {

  /**
   * How long what is kept.
   *
   * @param jobs finished jobs; for ever when empty
   * @param uploads uploads that no job names any more
   * @param events the history of finished jobs; as long as the job when empty
   * @param blobs files after the last reference to them is gone
   */
  public record Keep(
      Optional<Duration> jobs, Duration uploads, Optional<Duration> events, Duration blobs) {
    public Keep {
      Objects.requireNonNull(jobs, "jobs");
      Objects.requireNonNull(uploads, "uploads");
      Objects.requireNonNull(events, "events");
      Objects.requireNonNull(blobs, "blobs");
    }
  }

  /**
   * What there is to remove of each kind.
   *
   * @param at when it was found
   */
  public record Found(
      Instant at,
      boolean jobs,
      boolean graves,
      boolean uploads,
      boolean arrivals,
      boolean keys,
      boolean events,
      boolean blobs) {}

  /** How long a submission is known by its client's key: longer than any client tries again. */
  public static final Duration KEYS = Duration.ofDays(1);

  private final Database database;

  Sweeps(Database database) {
    this.database = database;
  }

  /**
   * Takes or keeps the turn, and looks around. A turn not renewed for three times {@code every} is
   * free; blobs are only found when no such break was within their time.
   *
   * @param every how often a node asks
   * @return empty when it is another node's turn
   */
  public Uni<Optional<Found>> look(UUID node, Duration every, Keep keep) {
    return database
        .run(
            """
            with held as materialized (
              update sweep
              set holder = $1, seen_at = now(), steady_since =
                    case when seen_at < now() - $2::bigint * interval '3 ms' then now() else steady_since end
              where holder is null or holder = $1 or seen_at < now() - $2::bigint * interval '3 ms'
              returning steady_since
            )
            select now() as at,
                   exists (
                     select from job where finished_at < now() - $3::bigint * interval '1 ms') as jobs,
                   exists (select from grave) as graves,
                   exists (
                     select from upload where used_at < now() - $4::bigint * interval '1 ms') as uploads,
                   exists (select from arrival where expires_at < now()) as arrivals,
                   exists (
                     select from idempotency where created_at < now() - $7::bigint * interval '1 ms') as keys,
                   exists (
                     select from job
                     where finished_at is not null and (trimmed_at is null or trimmed_at < finished_at)
                       and finished_at < now() - $5::bigint * interval '1 ms') as events,
                   h.steady_since < now() - $6::bigint * interval '1 ms' and exists (
                     select from loose_blob where since < now() - $6::bigint * interval '1 ms') as blobs
            from held h
            """,
            Tuple.from(
                Arrays.asList(
                    node,
                    every.toMillis(),
                    keep.jobs().map(Duration::toMillis).orElse(null),
                    keep.uploads().toMillis(),
                    keep.events().map(Duration::toMillis).orElse(null),
                    keep.blobs().toMillis(),
                    KEYS.toMillis())))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(found(rows.iterator().next())));
  }

  private static Found found(Row row) {
    return new Found(
        row.getOffsetDateTime("at").toInstant(),
        row.getBoolean("jobs"),
        row.getBoolean("graves"),
        row.getBoolean("uploads"),
        row.getBoolean("arrivals"),
        row.getBoolean("keys"),
        row.getBoolean("events"),
        row.getBoolean("blobs"));
  }

  /** By which name the folder of blobs knows this database. */
  public Uni<UUID> databaseId() {
    return database
        .run("select database from sweep", Tuple.tuple())
        .map(rows -> rows.iterator().next().getUUID("database"));
  }

  /** Lets another node have the turn at once. */
  public Uni<Void> leave(UUID node) {
    return database
        .run("update sweep set holder = null where holder = $1", Tuple.of(node))
        .replaceWithVoid();
  }
}

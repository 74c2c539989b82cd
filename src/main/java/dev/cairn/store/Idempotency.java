package dev.cairn.store;

import dev.cairn.job.Once;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Remembers submissions under their clients' own keys. The key commits together with the job, so
 * that after any crash either both are there or none.
 */
@ApplicationScoped
public class Idempotency {

  /** The key is used by a submission that has committed meanwhile. */
  public static final class Used extends RuntimeException {
    Used() {
      super("the key is used", null, false, false);
    }
  }

  /**
   * A submission of before.
   *
   * @param job its internal key
   */
  public record Earlier(Once once, long job) {}

  private final Database database;

  Idempotency(Database database) {
    this.database = database;
  }

  /** The tenant's submission under that key. */
  public Uni<Optional<Earlier>> find(long tenant, String key) {
    return database
        .run(
            "select request, job from idempotency where tenant = $1 and key = $2",
            Tuple.of(tenant, key))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              Once once = new Once(key, row.getString("request"));
              return Optional.of(new Earlier(once, row.getLong("job")));
            });
  }

  /**
   * Enters a submission in the transaction of its job; waits for another of the same key.
   *
   * @throws Used when that one has committed (as a failed Uni)
   */
  static Uni<Void> enter(SqlConnection connection, long tenant, Once once, long job) {
    return Database.run(
            connection,
            """
            insert into idempotency (tenant, key, request, job) values ($1, $2, $3, $4)
            on conflict (tenant, key) do nothing
            """,
            Tuple.of(tenant, once.key(), once.request(), job))
        .invoke(
            rows -> {
              if (rows.rowCount() == 0) {
                throw new Used();
              }
            })
        .replaceWithVoid();
  }
}

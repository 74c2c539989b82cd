package dev.cairn.store;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables of their own for large jobs: partitions of {@code document}, {@code checkpoint}, {@code
 * record} and {@code event}. With the job they are dropped whole, where deleting its rows would
 * take minutes and leave the files as large as they were (docs/adr/0012).
 */
@ApplicationScoped
public class Volumes {

  /** Which jobs are large. */
  @ConfigMapping(prefix = "cairn.volume")
  public interface VolumeConfig {
    /** A job of at least so many bytes of uploads gets tables of its own. */
    @WithDefault("32M")
    MemorySize bytes();

    /** And one of at least so many uploads. */
    @WithDefault("50000")
    long uploads();

    /** As long as there are no more of them: a statement may have to lock the tables of all. */
    @WithDefault("64")
    int most();

    /** How long tables of a deleted job that somebody works with are left alone. */
    @WithDefault("30s")
    Duration rest();
  }

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final VolumeConfig config;
  private final Database database;
  private volatile long restUntil = System.nanoTime();

  Volumes(VolumeConfig config, Database database) {
    this.config = config;
    this.database = database;
  }

  /** Whether a job of that size shall have tables of its own. */
  boolean isLarge(long bytes, int uploads) {
    return bytes >= config.bytes().asLongValue() || uploads >= config.uploads();
  }

  /**
   * Makes them, unless there are too many.
   *
   * @return the key that their job must have; empty when it has to share those of the small ones
   */
  Uni<Optional<Long>> make(SqlConnection connection) {
    return Database.run(
            connection,
            "select nextval('large_job') as job where (select count(*) from volume) < $1",
            Tuple.of((long) config.most()))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : make(connection, rows.iterator().next().getLong("job")).map(Optional::of));
  }

  private static Uni<Long> make(SqlConnection connection, long job) {
    return Database.run(connection, "select make_volume($1)", Tuple.of(job)).replaceWith(job);
  }

  /**
   * Drops the tables of the job that was deleted first. While somebody works with them, a backup or
   * a long report, they stay for a while.
   *
   * @return whether there were any, and they are gone
   */
  Uni<Boolean> drop() {
    if (System.nanoTime() - restUntil < 0) {
      return Uni.createFrom().item(false);
    }
    return database
        .run(
            """
            with g as materialized (
              select g.job from grave g join volume v on v.job = g.job
              order by g.job limit 1 for update of g skip locked
            )
            select drop_volume(job) from g
            """,
            Tuple.tuple())
        .map(rows -> rows.size() > 0)
        .onFailure(Volumes::inUse)
        .recoverWithItem(this::rest);
  }

  private boolean rest(@Nullable Throwable unused) {
    restUntil = System.nanoTime() + config.rest().toNanos();
    return false;
  }

  private static boolean inUse(Throwable failure) {
    return failure instanceof PgException refusal
        && LOCK_NOT_AVAILABLE.equals(refusal.getSqlState());
  }
}

package dev.cairn.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The few ways in which statements are run. */
@ApplicationScoped
public class Database {

  /**
   * A connection that is cut without a word answers never: whoever waits must begin again on
   * another. The longest statement takes about a second.
   */
  private static final Duration STATEMENT = Duration.ofSeconds(15);

  private static final Duration TRANSACTION = Duration.ofSeconds(40);

  private final Pool pool;

  Database(Pool pool) {
    this.pool = pool;
  }

  /** Runs one statement on any connection. */
  Uni<RowSet<Row>> run(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters).ifNoItem().after(STATEMENT).fail();
  }

  /** Runs one statement on the connection of a transaction. */
  static Uni<RowSet<Row>> run(SqlClient client, String sql, Tuple parameters) {
    return client.preparedQuery(sql).execute(parameters);
  }

  /**
   * A connection that stays out of the pool for as long as the caller keeps it. One that comes when
   * the caller waits no more goes back: the pool has few, and would have one less for good.
   */
  Uni<SqlConnection> connection() {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              AtomicBoolean over = new AtomicBoolean();
              emitter.onTermination(() -> over.set(true));
              pool.getConnection()
                  .subscribe()
                  .with(
                      connection -> {
                        if (over.get()) {
                          connection.closeAndForget();
                        } else {
                          emitter.complete(connection);
                        }
                      },
                      emitter::fail);
            });
  }

  /** Commits what the work does, or rolls it back when the work fails. */
  <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
    return pool.withTransaction(work).ifNoItem().after(TRANSACTION).fail();
  }

  /**
   * Streams a long result page by page, as fast as it is asked for; no cursor or transaction stays
   * open between pages.
   *
   * @param page reads the page after the given last element (null: the first page)
   * @param size elements of a full page; a shorter one is the last
   */
  static <T> Multi<T> pages(Function<@Nullable T, Uni<List<T>>> page, int size) {
    AtomicReference<@Nullable T> last = new AtomicReference<>();
    return Multi.createBy()
        .repeating()
        .uni(() -> page.apply(last.get()))
        .whilst(
            read -> {
              if (!read.isEmpty()) {
                last.set(read.getLast());
              }
              return read.size() == size;
            })
        .onItem()
        .disjoint();
  }

  /** Whether the database can be spoken to at all; for readiness. */
  public Uni<Boolean> answers() {
    return run("select 1", Tuple.tuple()).map(rows -> true);
  }

  /**
   * Whether the statement itself is at fault, as opposed to the connection or the server: sending
   * it again would fail again.
   */
  public static boolean refusedAsIs(Throwable failure) {
    if (!(failure instanceof PgException refusal) || refusal.getSqlState() == null) {
      return false;
    }
    String state = refusal.getSqlState();
    // 22 data exception, 23 integrity violation, 54 program limit exceeded
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  /**
   * Whether the database could not be reached, was shutting down or had no connection to spare: the
   * same request may succeed later.
   */
  public static boolean unreachable(Throwable failure) {
    return switch (failure) {
      case PgException refusal when refusal.getSqlState() != null -> away(refusal.getSqlState());
      case SocketException refused -> true;
      case TimeoutException silent -> true;
      case ClosedConnectionException closed -> true;
      // the pool says no more than this when it waited for a connection in vain
      case NoStackTraceThrowable vain -> "Timeout".equals(vain.getMessage());
      default -> false;
    };
  }

  /**
   * Whether an SQL state tells of something that passes: 08 connection exception, 53 insufficient
   * resources, 57 operator intervention, 40 a deadlock, 25006 read-only as during a failover, 25P03
   * idle for too long.
   */
  static boolean away(String state) {
    return switch (state.substring(0, 2)) {
      case "08", "40", "53", "57" -> true;
      default -> state.equals("25006") || state.equals("25P03");
    };
  }

  /** What a failure means to whoever runs the database: its own words, without what was sent. */
  public static String reason(Throwable failure) {
    return failure instanceof PgException refusal && refusal.getErrorMessage() != null
        ? refusal.getErrorMessage() + " (" + refusal.getSqlState() + ")"
        : failure.getClass().getSimpleName();
  }
}

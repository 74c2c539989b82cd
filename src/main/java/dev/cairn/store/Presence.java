package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A connection by which others see that a node lives: it holds an advisory lock on the node's key,
 * and the database frees that the moment the process is gone. Through it the node also hears hints
 * that there may be news. Neither is needed for anything to be right.
 */
public final class Presence {

  /** First key of the lock; the second is the node's. Any number that nobody else uses. */
  static final int LOCK = 0x6361_6972;

  private static final String CHANNEL = "cairn";

  /** Tells all nodes that there may be documents to take. */
  static final String TELL_WORK = "select pg_notify('" + CHANNEL + "', 'work')";

  /** Tells all nodes to look what there is: a job was told something, or waits to be split. */
  static final String TELL_NEWS = "select pg_notify('" + CHANNEL + "', 'news')";

  private final SqlConnection connection;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private Presence(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens the connection, for good.
   *
   * @param heard told each hint, on no particular thread: whether it is no more than that there are
   *     documents to take; also told, as news, when the connection breaks
   */
  static Uni<Presence> open(Database database, long node, Consumer<Boolean> heard) {
    return database
        .connection()
        .chain(
            connection ->
                Database.run(
                        connection,
                        "select pg_try_advisory_lock($1, $2::int)",
                        Tuple.of(LOCK, Math.toIntExact(node)))
                    .chain(() -> connection.query("listen " + CHANNEL).execute())
                    .map(listening -> new Presence(connection).hear(heard))
                    .onFailure()
                    .call(connection::close)
                    // A heartbeat that took too long is given up while this is on its way.
                    .onCancellation()
                    .call(() -> new Presence(connection).close()));
  }

  private Presence hear(Consumer<Boolean> heard) {
    connection.closeHandler(
        () -> {
          if (open.getAndSet(false)) {
            // Others may take the node for dead: it should show itself again soon.
            heard.accept(false);
          }
        });
    PgConnection.cast(connection.getDelegate())
        .notificationHandler(hint -> heard.accept(hint.getPayload().equals("work")));
    return this;
  }

  /** Whether the connection still stands, as far as is known. */
  public boolean open() {
    return open.get();
  }

  /** Lets go of the lock and gives the connection back, deaf again. */
  public Uni<Void> close() {
    if (!open.getAndSet(false)) {
      return Uni.createFrom().voidItem();
    }
    return Database.run(connection, "select pg_advisory_unlock_all()", Tuple.tuple())
        .chain(() -> connection.query("unlisten *").execute())
        .chain(connection::close)
        .onFailure()
        .recoverWithNull();
  }
}

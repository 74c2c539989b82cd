package dev.cairn.store;

import dev.cairn.job.Lease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes ranges back from their holders, and settles their jobs. */
@ApplicationScoped
public class Leases {

  private final Database database;
  private final Settling settling;

  Leases(Database database, Settling settling) {
    this.database = database;
    this.settling = settling;
  }

  /** Ends a range whose documents are all finished, and settles its job if that was the last. */
  public Uni<Void> finish(Lease lease) {
    return end(
        lease,
        "delete from lease where id = $1 and epoch = $2",
        Tuple.of(lease.id(), lease.fence().epoch()));
  }

  /**
   * Gives back a range with unfinished documents; whoever takes it next finds their checkpoints.
   *
   * @param from first document that may be unfinished
   */
  public Uni<Void> giveBack(Lease lease, long from) {
    return end(
        lease,
        "update lease set node = null, epoch = epoch + 1, first = $3 where id = $1 and epoch = $2",
        Tuple.of(lease.id(), lease.fence().epoch(), from));
  }

  private Uni<Void> end(Lease lease, String sql, Tuple parameters) {
    return database.inTransaction(
        connection ->
            Database.run(
                    connection, "select 1 from job where id = $1 for update", Tuple.of(lease.job()))
                .chain(() -> Database.run(connection, sql, parameters))
                .chain(() -> settling.settle(connection, lease.job())));
  }
}

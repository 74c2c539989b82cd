package dev.cairn.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.function.Supplier;

/** Gives contents their names: the same bytes are one blob, that of whoever was first. */
final class BlobNames {

  /** A round is only lost when the same bytes came or went at that very moment. */
  private static final int ROUNDS = 20;

  private static final String TAKEN = "23505";

  private final Database database;

  BlobNames(Database database) {
    this.database = database;
  }

  /**
   * Makes the blob young, if there is one; else names a content.
   *
   * @param name statement that does so, and gives a row when it did
   * @throws IOException when there is no content to be named any more, or the database refuses
   */
  void give(String sha256, Supplier<Uni<RowSet<Row>>> name) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      if (touched(sha256)) {
        return;
      }
      try {
        if (Waiting.on(name.get()).size() == 0) {
          throw new IOException("what arrived of blob " + sha256 + " was taken over or removed");
        }
        return;
      } catch (IOException e) {
        if (!(e.getCause() instanceof PgException refusal)
            || !TAKEN.equals(refusal.getSqlState())) {
          throw e;
        }
      }
    }
    throw new IOException("blob " + sha256 + " comes and goes without end");
  }

  private boolean touched(String sha256) throws IOException {
    return Waiting.on(
                database.run(
                    "update blob set touched_at = now() where sha256 = $1 returning content",
                    Tuple.of(sha256)))
            .size()
        > 0;
  }
}

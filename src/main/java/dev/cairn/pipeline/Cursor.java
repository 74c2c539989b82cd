package dev.cairn.pipeline;

import dev.cairn.job.Item;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Where a long stage stands inside its work. What it saves is committed under its lease like all
 * else; after a crash, a pause or a failed try the stage begins again from there.
 */
public interface Cursor {

  /** Saves nothing and begins at the beginning: for stages that are run without an engine. */
  Cursor NONE =
      new Cursor() {
        @Override
        public <T> Optional<T> resume(Class<T> type) {
          return Optional.empty();
        }

        @Override
        public Uni<Void> save(Object position, double share, List<Item> records) {
          return Uni.createFrom().voidItem();
        }
      };

  /**
   * What was saved last, or empty at the beginning.
   *
   * @param type a record that Jackson writes and reads back equal
   */
  <T> Optional<T> resume(Class<T> type);

  /**
   * Saves a position with the records emitted since the last one; they are not emitted again with
   * the outcome. One save at a time. Every few seconds is often enough.
   *
   * @param position where to go on, with all that was gathered so far; small
   * @param share of the stage's work that is done, 0 to 1
   * @return completes when it is committed; fails when the result is no longer wanted
   */
  Uni<Void> save(Object position, double share, List<Item> records);

  /**
   * The same for a stage that computes; waits until it is committed.
   *
   * @throws InterruptedException when the stage is to end
   */
  default void saveNow(Object position, double share, List<Item> records)
      throws InterruptedException, ExecutionException {
    save(position, share, records).subscribeAsCompletionStage().get();
  }
}

package dev.cairn.engine;

import dev.cairn.job.Item;
import dev.cairn.pipeline.Cursor;
import dev.cairn.store.Commit;
import dev.cairn.store.Commits.Answer;
import dev.cairn.store.Work;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** A cursor whose saves are committed with the next group, under the lease of its document. */
final class SavedCursor implements Cursor {

  /** Writes a save; answers on the engine's loop, {@code Fenced} when the try is over already. */
  @FunctionalInterface
  interface Sink {
    void submit(Commit.Fact.Saved save, Consumer<Answer> waiter);
  }

  private final Codec codec;
  private final EngineLoop loop;
  private final Optional<Work.Saved> from;
  private final Sink sink;
  private volatile Commit.Position position;

  SavedCursor(Codec codec, EngineLoop loop, Optional<Work.Saved> from, Sink sink) {
    this.codec = codec;
    this.loop = loop;
    this.from = from;
    this.sink = sink;
    this.position = from.map(Work.Saved::position).orElse(Commit.Position.START);
  }

  /** What was written so far. */
  Commit.Position position() {
    return position;
  }

  @Override
  public <T> Optional<T> resume(Class<T> type) {
    return from.map(saved -> codec.decodeCursor(saved.cursor(), type));
  }

  @Override
  public Uni<Void> save(Object at, double share, List<Item> records) {
    Commit.Fact.Saved save =
        new Commit.Fact.Saved(
            position, codec.encodeCursor(at), Math.clamp(share, 0, 1), List.copyOf(records));
    return Uni.createFrom()
        .emitter(
            emitter ->
                loop.execute(() -> sink.submit(save, answer -> answer(save, answer, emitter))));
  }

  private void answer(Commit.Fact.Saved save, Answer answer, UniEmitter<? super Void> emitter) {
    switch (answer) {
      case Answer.Committed committed -> {
        position =
            new Commit.Position(
                save.before().saves() + 1, save.before().records() + save.items().size());
        emitter.complete(null);
      }
      case Answer.Fenced fenced -> emitter.fail(new CancellationException("no longer wanted"));
      case Answer.Unwritable bad -> emitter.fail(bad.reason());
    }
  }
}

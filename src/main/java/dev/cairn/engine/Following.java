package dev.cairn.engine;

import dev.cairn.job.Event;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One follower of a job. It keeps its own place and asks for what comes after it. */
public final class Following implements AutoCloseable {

  private final Watch watch;
  private final LongFunction<Uni<List<Event>>> table;
  private final Runnable leave;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Runnable wake;

  Following(Watch watch, LongFunction<Uni<List<Event>>> table, Runnable leave) {
    this.watch = watch;
    this.table = table;
    this.leave = leave;
    watch.tell(this);
  }

  /**
   * What comes after a number.
   *
   * @param wake run from now on, on any thread, when it is worth asking again: new events, a new
   *     {@link #standing} or the end; until it is replaced. Must not take long.
   */
  public Next next(long number, Runnable wake) {
    this.wake = wake;
    return watch.next(number);
  }

  /** There is something new. */
  void wake() {
    Runnable present = wake;
    if (present != null) {
      present.run();
    }
  }

  /** Events after a number, read for this follower alone; a page of them. */
  public Uni<List<Event>> read(long number) {
    return table.apply(number);
  }

  /** The job as it stood last, seen after it was begun to be followed; empty before. */
  public Optional<Shared<Standing>> standing() {
    return watch.standing();
  }

  /** As {@link #next}, waiting for it. May be cancelled and asked again. */
  Uni<Next> soon(long number) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                new Runnable() {
                  @Override
                  public void run() {
                    Next next = next(number, this);
                    if (!(next instanceof Next.Wait)) {
                      emitter.complete(next);
                    }
                  }
                }.run());
  }

  /** Leaves; the job's reader goes with the last follower. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.forget(this);
      leave.run();
    }
  }
}

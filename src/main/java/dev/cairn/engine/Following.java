package dev.cairn.engine;

import dev.cairn.job.Event;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One follower of a job. It keeps its own place and asks for what comes after it. */
public final class Following implements AutoCloseable {

  /** Whether it was woken and has not asked since; in one place, so that none is counted twice. */
  private enum Ear {
    OPEN,
    WOKEN,
    CLOSED
  }

  private final Watch watch;
  private final LongFunction<Uni<List<Event>>> table;
  private final AtomicInteger untold;
  private final Runnable leave;
  private final AtomicReference<Ear> ear = new AtomicReference<>(Ear.OPEN);
  private volatile @Nullable Runnable wake;

  /**
   * @param untold counts the followers that were woken and have not asked yet
   */
  Following(
      Watch watch, LongFunction<Uni<List<Event>>> table, AtomicInteger untold, Runnable leave) {
    this.watch = watch;
    this.table = table;
    this.untold = untold;
    this.leave = leave;
    watch.tell(this);
  }

  /**
   * What comes after a number.
   *
   * @param wake run from now on, on any thread, when it is worth asking again: new events, a new
   *     {@link #standing} or the end; until it is replaced. Must not take long; the next page is
   *     not read before most followers have asked again.
   */
  public Next next(long number, Runnable wake) {
    this.wake = wake;
    heard();
    return watch.next(number);
  }

  private void heard() {
    if (ear.compareAndSet(Ear.WOKEN, Ear.OPEN)) {
      untold.decrementAndGet();
    }
  }

  /** There is something new. */
  void wake() {
    Runnable present = wake;
    if (present != null) {
      if (ear.compareAndSet(Ear.OPEN, Ear.WOKEN)) {
        untold.incrementAndGet();
      }
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
    Ear before = ear.getAndSet(Ear.CLOSED);
    if (before == Ear.WOKEN) {
      untold.decrementAndGet();
    }
    if (before != Ear.CLOSED) {
      watch.forget(this);
      leave.run();
    }
  }
}

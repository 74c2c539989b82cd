package dev.cairn.engine;

import dev.cairn.job.Event;
import dev.cairn.job.Job;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One follower of a job. It keeps its own place and asks for what comes after it. */
public final class Following implements AutoCloseable {

  private final Watch watch;
  private final Runnable leave;
  private final AtomicBoolean closed = new AtomicBoolean();

  Following(Watch watch, Runnable leave) {
    this.watch = watch;
    this.leave = leave;
  }

  /**
   * The next events after a number, without a gap: at once where there are some, else when some are
   * committed. An empty list says that the job is finished and nothing is left. May be cancelled
   * and asked again.
   */
  public Uni<List<Event>> after(long number) {
    return watch.after(number);
  }

  /** The job as it stands, at most a quarter of a second old; empty when it was deleted. */
  public Uni<Optional<Job>> job() {
    return watch.job();
  }

  /** Leaves; the job's reader goes with the last follower. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      leave.run();
    }
  }
}

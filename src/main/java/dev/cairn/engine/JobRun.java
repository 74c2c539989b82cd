package dev.cairn.engine;

import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One job as this node works on it, from the first range it is granted until it has given up the
 * last. Used on the engine's loop alone.
 */
final class JobRun {

  /** What is in flight or taken on should last about so many seconds. */
  private static final double SECONDS_AHEAD = 2;

  /** A range is at most so long, so that the tail of a job can be shared. */
  private static final long LONGEST_RANGE = 10_000;

  private final long job;
  private final Pipeline pipeline;
  private final Parameters parameters;
  private final int workers;
  private final Speed speed;
  private final ArrayDeque<Range> ranges = new ArrayDeque<>();
  private int held;
  private int inFlight;
  private boolean more;
  private boolean halted;

  JobRun(long job, Pipeline pipeline, Parameters parameters, int workers) {
    this.job = job;
    this.pipeline = pipeline;
    this.parameters = parameters;
    this.workers = workers;
    this.speed = new Speed(System.nanoTime());
  }

  long job() {
    return job;
  }

  List<Stage<?>> stages() {
    return pipeline.stages();
  }

  Parameters parameters() {
    return parameters;
  }

  /** Takes a range on. */
  void add(Range range, boolean more) {
    ranges.add(range);
    held++;
    this.more = more;
  }

  /** A range is finished, given back or lost. */
  void drop() {
    held--;
  }

  /** Whether no range is left on this node. */
  boolean over() {
    return held == 0;
  }

  /** Whether the job may have documents that were never granted. */
  boolean more() {
    return more;
  }

  /** Whether another document may be begun now. */
  boolean hungry() {
    return !halted && inFlight < target();
  }

  /** The next document that is at hand, or null. */
  @Nullable Task poll() {
    Task task = null;
    while (task == null && !ranges.isEmpty()) {
      task = ranges.peek().poll();
      if (task == null) {
        if (ranges.peek().unread()) {
          return null;
        }
        ranges.remove();
      }
    }
    if (task != null) {
      inFlight++;
    }
    return task;
  }

  /** The range whose next page must be read before {@link #poll} gives more, or null. */
  @Nullable Range toRead() {
    Range first = ranges.peek();
    return first != null && first.unread() ? first : null;
  }

  /** A document has left its lane. */
  void left(boolean finished) {
    inFlight--;
    if (finished) {
      speed.finished(System.nanoTime());
    }
  }

  /** Documents to take on at once: some seconds of work, by the speed measured. */
  long appetite() {
    return Math.min(target(), LONGEST_RANGE);
  }

  private long target() {
    return Math.max(2L * workers, (long) (speed.perSecond() * SECONDS_AHEAD));
  }

  /** Whether documents go on to their next stage. */
  boolean goesOn() {
    return !halted;
  }

  /** Lets documents in flight go no further than the stage they are in, and begins no more. */
  void halt() {
    halted = true;
    more = false;
    while (!ranges.isEmpty()) {
      ranges.remove().abandon();
    }
  }
}

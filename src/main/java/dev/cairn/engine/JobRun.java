package dev.cairn.engine;

import dev.cairn.job.Document;
import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One job as this node works on it, from the first range it is granted until it has given up the
 * last. Used on the engine's loop alone.
 */
final class JobRun {

  /** A range should last about so many seconds. */
  private static final double SECONDS_OF_RANGE = 2;

  /** And at most so many documents, so that the tail of a job can be shared. */
  private static final long LONGEST_RANGE = 10_000;

  /** First range of a job whose documents wait for others: begun all at once, measured then. */
  private static final long UNMEASURED = 250;

  /** Documents at hand for the workers should last so long: enough to hide a page being read. */
  private static final double SECONDS_AHEAD = 0.2;

  private final long job;
  private final Parameters parameters;
  private final Gates gates;
  private final IntSupplier workers;
  private final List<Stage<?>> stages;
  private final int documentStages;
  private final Speed speed;
  private final ArrayDeque<Range> ranges = new ArrayDeque<>();
  private final Set<Walk> walks = new LinkedHashSet<>();
  private int held;
  private int computing;
  private boolean more;
  private int owed;
  private boolean halted;

  /**
   * The gates before a pipeline and its stages; null where there is none.
   *
   * @param documents before a document is begun
   * @param stages before each stage
   */
  record Gates(@Nullable Gate documents, List<Gated> stages) {
    /** A stage's gate. */
    record Gated(@Nullable Gate gate) {}
  }

  /**
   * @param speed documents a second that this node made of it before; 0 when that is not known
   */
  JobRun(
      long job,
      Pipeline pipeline,
      Parameters parameters,
      Gates gates,
      IntSupplier workers,
      double speed) {
    this.job = job;
    this.parameters = parameters;
    this.gates = gates;
    this.workers = workers;
    this.stages = pipeline.stages();
    this.documentStages = pipeline.documentStages();
    this.speed = new Speed(System.nanoTime(), speed);
  }

  long job() {
    return job;
  }

  List<Stage<?>> stages() {
    return stages;
  }

  int documentStages() {
    return documentStages;
  }

  /** Position behind the last stage that a document goes through. */
  int endOf(Document document) {
    return document.isJobItself() ? stages.size() : documentStages;
  }

  Parameters parameters() {
    return parameters;
  }

  @Nullable Gate gate() {
    return gates.documents();
  }

  @Nullable Gate gate(int stage) {
    return gates.stages().get(stage).gate();
  }

  /** Takes a range on; one that was rescued goes before what is at hand. */
  void add(Range range, boolean more) {
    if (owed > 0 && range.lease().mayHoldCheckpoints()) {
      ranges.addFirst(range);
      owed--;
    } else {
      // What was freed is all taken, by this node or another.
      ranges.add(range);
      owed = 0;
    }
    held++;
    this.more = more;
  }

  /** Documents of a lost node wait, begun before those at hand: their ranges are asked for now. */
  void owe(int freed) {
    owed += freed;
  }

  /** Whether a range may be asked for, in spite of what is at hand. */
  boolean owed() {
    return owed > 0 && !halted;
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

  /**
   * Whether another document may be begun now. What waits for others is bounded by the lanes alone;
   * what computes must not pile up before the workers, where other jobs and nodes can't have it.
   */
  boolean hungry(int lanes) {
    return !halted
        && walks.size() < lanes
        && computing < Math.max(workers.getAsInt(), (long) (speed.perSecond() * SECONDS_AHEAD));
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
    return task;
  }

  /** The range whose next page must be read before {@link #poll} gives more, or null. */
  @Nullable Range toRead() {
    Range first = ranges.peek();
    return first != null && first.readable() ? first : null;
  }

  void entered(Walk walk) {
    walks.add(walk);
  }

  void leftBy(Walk walk) {
    walks.remove(walk);
  }

  /** A stage of a document begins. */
  void began(Stage<?> stage) {
    computing += stage instanceof Stage.Cpu<?> ? 1 : 0;
  }

  void ended(Stage<?> stage) {
    computing -= stage instanceof Stage.Cpu<?> ? 1 : 0;
  }

  /** A document has left its lane. */
  void left(boolean finished) {
    if (finished) {
      speed.finished(System.nanoTime());
    }
  }

  /** Documents to take on at once: some seconds of work, by the speed measured. */
  long appetite() {
    if (speed.perSecond() == 0) {
      return taste(stages.getFirst(), Math.max(1, workers.getAsInt() - computing));
    }
    return appetite(speed.perSecond());
  }

  /** Documents to take on at once of a job of which a node makes so many a second. */
  static long appetite(double perSecond) {
    return Math.clamp((long) (perSecond * SECONDS_OF_RANGE), 1, LONGEST_RANGE);
  }

  /** Documents a second, now that this node has given up the last range; 0 when none was done. */
  double speedInTheEnd() {
    return speed.inTheEnd(System.nanoTime());
  }

  /** Documents to take on of a job whose speed is not known: no more than can be begun at once. */
  static long taste(Stage<?> first, int freeWorkers) {
    return first instanceof Stage.Cpu<?> ? freeWorkers : UNMEASURED;
  }

  /** The last range of which a part was not begun, or null. */
  @Nullable Range toShare() {
    Range last = null;
    for (Range range : ranges) {
      last = range.unbegun() > 1 ? range : last;
    }
    return halted ? null : last;
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

  /** Waits no longer for stages that are still at work. */
  void breakOff() {
    List.copyOf(walks).forEach(Walk::breakOff);
  }
}

package dev.cairn.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that this node works on, which take turns at its lanes. Used on the engine's loop alone.
 */
final class Turns {

  private final Map<Long, JobRun> runs = new HashMap<>();
  private final ArrayDeque<JobRun> turns = new ArrayDeque<>();
  private int lanes = 1;

  void lanes(int all) {
    lanes = all;
  }

  @Nullable JobRun find(long job) {
    return runs.get(job);
  }

  void add(JobRun run) {
    runs.put(run.job(), run);
    turns.add(run);
  }

  void remove(JobRun run) {
    turns.remove(run);
    runs.remove(run.job(), run);
  }

  /** Keys of the jobs. */
  List<Long> jobs() {
    return List.copyOf(runs.keySet());
  }

  /** How many of the lanes one job may have: a quarter stays for one that comes after. */
  private int fairLanes() {
    return Math.max(1, lanes * 3 / 4 / Math.max(1, turns.size()));
  }

  /** The next document at hand of the job whose turn it is, or null. */
  @Nullable Task poll() {
    int fair = fairLanes();
    for (int i = turns.size(); i > 0; i--) {
      JobRun run = turns.remove();
      turns.add(run);
      Task task = run.hungry(fair) ? run.poll() : null;
      if (task != null) {
        return task;
      }
    }
    return null;
  }

  /** A range in hand of which a page should be read now, or null. */
  @Nullable Range toRead() {
    int fair = fairLanes();
    for (JobRun run : turns) {
      Range range = run.hungry(fair) ? run.toRead() : null;
      if (range != null) {
        return range;
      }
    }
    return null;
  }

  /** Whether a job could do more than it has, and may have documents that were never granted. */
  boolean more() {
    int fair = fairLanes();
    return turns.stream().anyMatch(run -> run.hungry(fair) && run.more());
  }

  /** Jobs that have as much as they can bear, and nothing that goes before it. */
  List<Long> busy() {
    int fair = fairLanes();
    return turns.stream()
        .filter(run -> !run.hungry(fair) && !run.owed())
        .map(JobRun::job)
        .distinct()
        .toList();
  }

  /** Documents that each job would take at once. */
  Map<Long, Long> appetite() {
    Map<Long, Long> appetite = new HashMap<>();
    runs.forEach((job, run) -> appetite.put(job, run.appetite()));
    return appetite;
  }

  /** Whether all could do more than they have. */
  boolean hungry() {
    int fair = fairLanes();
    return turns.stream().allMatch(run -> run.hungry(fair));
  }

  /** A range of which another node may have a part, or null. */
  @Nullable Range toShare() {
    for (JobRun run : turns) {
      Range range = run.more() ? null : run.toShare();
      if (range != null) {
        return range;
      }
    }
    return null;
  }
}

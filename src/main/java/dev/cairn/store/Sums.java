package dev.cairn.store;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a group adds to its jobs: events, and counts of stages. Added up before it is sent, so that
 * the database changes one row for each job and stage and not one for each commit.
 */
final class Sums {

  /** Events of one job, in the order of the group. */
  private static final class Told {
    private final StringBuilder entries = new StringBuilder();
    private int events;
  }

  /** Counts of one stage. */
  private static final class Counted {
    private int done;
    private int skipped;
    private int failed;
    private long micros;
  }

  private record StageOf(long job, int stage) implements Comparable<StageOf> {
    @Override
    public int compareTo(StageOf other) {
      return job != other.job ? Long.compare(job, other.job) : Integer.compare(stage, other.stage);
    }
  }

  private final Map<Long, Told> told = new TreeMap<>();
  private final Map<StageOf, Counted> counted = new TreeMap<>();

  void add(Commit commit) {
    if (commit.fact() instanceof Commit.Fact.Saved) {
      return;
    }
    Commit.Step step = commit.step();
    Told events = told.computeIfAbsent(step.job(), job -> new Told());
    if (events.events > 0) {
      events.entries.append(',');
    }
    events.events += Entries.append(events.entries, commit);
    Counted counts =
        counted.computeIfAbsent(new StageOf(step.job(), step.stage()), key -> new Counted());
    counts.micros += commit.tookMicros();
    switch (commit.fact()) {
      case Commit.Fact.Checkpointed done -> counts.done++;
      case Commit.Fact.Skipped skipped -> counts.skipped++;
      case Commit.Fact.Failed failed -> counts.failed += failed.delay().isPresent() ? 0 : 1;
      case Commit.Fact.Saved saved -> {}
    }
  }

  /** Appends six columns of counts behind three of events. */
  void bind(Tuple tuple) {
    Rows events = new Rows(Long.class, Integer.class, String.class);
    told.forEach((job, each) -> events.add(job, each.events, each.entries.toString()));
    events.bind(tuple);
    Rows counts =
        new Rows(
            Long.class, Integer.class, Integer.class, Integer.class, Integer.class, Long.class);
    counted.forEach(
        (key, each) ->
            counts.add(key.job, key.stage, each.done, each.skipped, each.failed, each.micros));
    counts.bind(tuple);
  }
}

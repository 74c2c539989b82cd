package dev.cairn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks documents through their stages, some at a time: run a stage, commit what it came to, go on
 * to the next. A stage begins only when the one before is committed.
 */
final class Lanes {

  private static final int MOST = 4;

  private final Server server;
  private final World world;
  private final Gatherer gatherer;
  private final Map<Grant.Fence, Range> ranges = new LinkedHashMap<>();
  private final int lanes;
  private int busy;

  Lanes(Server server, World world) {
    this.server = server;
    this.world = world;
    this.gatherer = new Gatherer(server, world);
    this.lanes = 1 + world.random().nextInt(MOST);
  }

  /** Begins documents in free lanes, and asks for more when there are not enough. */
  void fill() {
    Range range = next();
    while (range != null && busy < lanes) {
      busy++;
      Transactions.Task task = range.begin();
      Step step = new Step(range.grant().span().job(), task.seq(), task.stage());
      run(range, step, task.value(), task.saves());
      range = next();
    }
    if (busy < lanes) {
      server.claim();
    }
  }

  private @Nullable Range next() {
    for (Range range : ranges.values()) {
      if (range.hasNext()) {
        return range;
      }
    }
    return null;
  }

  /** Takes a lease on; one that someone has held before must be read first. */
  void take(Grant grant) {
    Range range = new Range(grant);
    ranges.put(grant.fence(), range);
    if (world.protocol().mayHoldCheckpoints(grant)) {
      world
          .wire()
          .ask(server, () -> world.transactions().page(grant), page -> read(range, page.answer()));
    } else {
      List<Transactions.Task> all = new ArrayList<>();
      for (int seq = grant.span().first(); seq < grant.span().end(); seq++) {
        all.add(new Transactions.Task(seq, 0, 0, 0));
      }
      read(range, all);
    }
  }

  private void read(Range range, List<Transactions.Task> tasks) {
    range.read(tasks);
    endIfOver(range);
    fill();
  }

  private void run(Range range, Step step, long before, int saves) {
    if (range.abandoned()) {
      leaves(range, () -> range.halted(step.seq()));
      return;
    }
    world.note("node %d runs %s under %s", server.id(), step, range.grant().fence());
    world.judge().begins(range.grant(), step, saves);
    Plan plan = plan(step);
    boolean own = step.seq() == plan.self();
    long input = own && step.stage() == 0 ? world.digest(step.job()) : before;
    server.later(
        world.agenda().someTime(150, 5_000),
        () -> {
          if (saves < plan.saves(step.seq(), step.stage())) {
            save(range, step, before, saves + 1);
          } else {
            ran(range, step, input);
          }
        });
  }

  /** A long stage commits its cursor, and goes on from there. */
  private void save(Range range, Step step, long before, int saves) {
    Result result = new Result(range.grant(), step, Plan.Outcome.SAVED, saves);
    gatherer.submit(
        result,
        committed -> {
          if (committed) {
            run(range, step, before, saves);
          } else {
            fencedOff(range, step);
          }
        });
  }

  private void fencedOff(Range range, Step step) {
    world.note("node %d is fenced off from %s", server.id(), step);
    range.lose();
    leaves(range, () -> range.finished(step.seq()));
  }

  private Plan plan(Step step) {
    return world.tables().job(step.job()).plan;
  }

  /** What failed while its job was halted may have failed because of that: it is not kept. */
  private void ran(Range range, Step step, long input) {
    Plan plan = plan(step);
    int attempt = range.grant().turn().attempt();
    Plan.Outcome outcome = plan.outcome(step.seq(), step.stage(), attempt);
    if (outcome == Plan.Outcome.FAILED_FOR_NOW && range.abandoned()) {
      leaves(range, () -> range.halted(step.seq()));
      return;
    }
    long value = plan.value(step.seq(), step.stage(), input);
    Result result = new Result(range.grant(), step, outcome, value);
    gatherer.submit(result, committed -> answered(range, result, committed));
  }

  private void answered(Range range, Result result, boolean committed) {
    Step step = result.step();
    if (!committed) {
      fencedOff(range, step);
      return;
    }
    switch (result.outcome()) {
      case DONE -> {
        if (step.stage() + 1 < plan(step).stagesOf(step.seq())) {
          run(range, new Step(step.job(), step.seq(), step.stage() + 1), result.value(), 0);
        } else {
          leaves(range, () -> range.finished(step.seq()));
        }
      }
      case FAILED_FOR_NOW -> {
        server.later(1_000, server::wake);
        leaves(range, () -> range.finished(step.seq()));
      }
      case SKIPPED, FAILED_FOR_GOOD -> leaves(range, () -> range.finished(step.seq()));
      case SAVED -> throw new IllegalStateException("a cursor is no end: " + result);
    }
  }

  private void leaves(Range range, Runnable how) {
    busy--;
    how.run();
    if (range.divisible() && world.random().nextInt(8) == 0) {
      split(range);
    }
    endIfOver(range);
    fill();
  }

  /** Another node has nothing to do: leaves it some documents that were not begun. */
  private void split(Range range) {
    int middle = world.protocol().splitAt(range, range.last());
    world.note("node %d cuts %s at %d", server.id(), range.grant(), middle);
    Span tail = range.cutFrom(middle);
    if (!world.protocol().endWaitsForSplit()) {
      range.cutDone();
    }
    world
        .wire()
        .ask(
            server,
            () -> world.transactions().splitTail(range.grant(), tail),
            answer -> {
              range.cutDone();
              endIfOver(range);
            });
  }

  private void endIfOver(Range range) {
    if (!range.endsNow()) {
      return;
    }
    Grant grant = range.grant();
    if (range.lost()) {
      ranges.remove(grant.fence());
    } else if (range.allFinished()) {
      world.note("node %d finishes %s", server.id(), grant);
      end(grant, () -> EndLease.finish(world.tables(), grant));
    } else {
      int from = world.protocol().giveBackFrom(range);
      world.note("node %d gives back %s from %d", server.id(), grant, from);
      end(grant, () -> EndLease.giveBack(world.tables(), grant, from));
    }
  }

  private void end(Grant grant, Supplier<EndLease> how) {
    world
        .wire()
        .ask(
            server,
            how,
            answer -> {
              ranges.remove(grant.fence());
              server.wake();
            });
  }

  boolean knows(Grant grant) {
    return ranges.containsKey(grant.fence());
  }

  /** Gives back what it holds without knowing. */
  void giveBack(Grant grant) {
    end(grant, () -> EndLease.giveBack(world.tables(), grant, grant.span().first()));
  }

  /** Lets documents of a job go no further than the stage they are in. */
  void halt(int job) {
    List.copyOf(ranges.values()).stream()
        .filter(range -> range.grant().span().job() == job && !range.abandoned())
        .forEach(
            range -> {
              range.abandon();
              endIfOver(range);
            });
  }

  void haltAll() {
    world.tables().jobs.forEach(job -> halt(job.id));
  }

  /** The node was declared dead: all its leases are others' now. */
  void lose() {
    List.copyOf(ranges.values())
        .forEach(
            range -> {
              range.lose();
              endIfOver(range);
            });
  }
}

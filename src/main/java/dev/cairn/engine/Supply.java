package dev.cairn.engine;

import dev.cairn.store.Grants;
import dev.cairn.store.Grants.Grant;
import dev.cairn.store.Work;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands out documents one by one, as lanes ask for them. What is at hand goes first, jobs taking
 * turns; then the next page of a range in hand is read; then ranges are asked for; and when there
 * are none it waits to be woken. Used on the engine's loop alone.
 */
@Singleton
final class Supply {

  private static final Logger LOG = Logger.getLogger(Supply.class);

  /** Documents of a page: at 200 bytes each, little; at 1 ms a page, few round trips. */
  private static final int PAGE = 1000;

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Grants grants;
  private final Work work;
  private final EngineLoop loop;
  private final JobRuns known;
  private final Returns returns;
  private final Turns turns = new Turns();
  private final Set<Long> leases = new HashSet<>();
  private Runnable draw = () -> {};
  private Runnable starved = () -> {};
  private boolean mayAsk = true;
  private boolean refilling;
  private boolean resting;
  private long claims;
  private boolean closed;
  private long node;

  Supply(Grants grants, Work work, EngineLoop loop, JobRuns known, Returns returns) {
    this.grants = grants;
    this.work = work;
    this.loop = loop;
    this.known = known;
    this.returns = returns;
  }

  /** Says for whom documents are asked for. */
  void serve(long node) {
    this.node = node;
  }

  /**
   * Begins to hand out.
   *
   * @param lanes how many documents may be in flight at once
   * @param draw called when there may be something to {@link #poll}
   */
  void open(int lanes, Runnable draw) {
    turns.lanes(lanes);
    this.draw = draw;
    known.whenMorePlaces(() -> loop.execute(this::wake));
    draw.run();
  }

  /** Whom to tell when it could do more than it found. */
  void whenStarved(Runnable action) {
    starved = action;
  }

  /** The next document at hand of the jobs whose turn it is, or null. */
  @Nullable Task poll() {
    return turns.poll();
  }

  /** Brings more documents to hand, if there may be any. */
  void refill() {
    if (refilling || resting || closed) {
      return;
    }
    Uni<Boolean> more = next();
    if (more == null) {
      starved.run();
      return;
    }
    refilling = true;
    more.emitOn(loop)
        .onFailure()
        .recoverWithItem(this::trouble)
        .emitOn(loop)
        .subscribe()
        .with(
            again -> {
              refilling = false;
              if (again) {
                draw.run();
              } else {
                refill();
              }
            });
  }

  /** What to do for more; null when there is nothing to be had. Whether there may be some then. */
  private @Nullable Uni<Boolean> next() {
    Range range = turns.toRead();
    if (range != null) {
      return read(range);
    }
    if (!mayAsk && !turns.more()) {
      return null;
    }
    mayAsk = false;
    return ask();
  }

  private Uni<Boolean> read(Range range) {
    long from = range.beginReading();
    int stages = range.run().documentStages();
    return cleared(range, from)
        .chain(() -> work.page(range.lease(), from, stages, PAGE))
        .emitOn(loop)
        .invoke(page -> range.read(page, PAGE))
        .onFailure()
        .invoke(failure -> loop.execute(range::unreadable))
        .replaceWith(true);
  }

  /** What is to be done again is removed before the first page is read. */
  private Uni<Void> cleared(Range range, long from) {
    boolean redo = range.lease().redo().isPresent() && from == range.lease().first();
    return redo ? returns.clear(range.lease()) : Uni.createFrom().voidItem();
  }

  private Uni<Boolean> ask() {
    Map<Long, Long> appetite = known.appetite();
    appetite.putAll(turns.appetite());
    Grants.Wish wish = new Grants.Wish(node, known.plans(), turns.busy(), appetite, known.taste());
    claims++;
    return grants.take(wish).emitOn(loop).onTermination().invoke(() -> claims++).map(this::take);
  }

  private boolean take(List<Grant> granted) {
    for (Grant grant : granted) {
      JobRun run = turns.find(grant.lease().job());
      if (run == null || !run.goesOn()) {
        run = begin(grant);
      }
      leases.add(grant.lease().id());
      run.add(new Range(grant.lease(), run, this::over), grant.more());
      mayAsk = true;
    }
    return !granted.isEmpty();
  }

  private JobRun begin(Grant grant) {
    JobRun run = known.open(grant);
    turns.add(run);
    return run;
  }

  private void over(Range range) {
    JobRun run = range.run();
    run.drop();
    if (run.over()) {
      turns.remove(run);
      known.remember(run);
    }
    returns
        .end(range)
        .subscribe()
        .with(
            free -> {
              leases.remove(range.lease().id());
              if (free && !closed) {
                wake();
              }
            });
  }

  /** Changes with each claim that begins or ends; odd while one is under way. */
  long claims() {
    return claims;
  }

  /**
   * Frees leases that this node was granted without hearing of it: the answer was lost.
   *
   * @param held keys of all leases that it holds, as it was before the last claim
   */
  void giveBackUnknown(Set<Long> held) {
    if (claims % 2 == 0) {
      held.stream()
          .filter(lease -> !leases.contains(lease))
          .forEach(
              lease ->
                  // When it fails, the next heartbeat finds it again.
                  returns.free(node, lease).subscribe().with(freed -> wake(), failure -> {}));
    }
  }

  private boolean trouble(Throwable failure) {
    LOG.warnf("No documents can be had, trying again: %s", failure);
    resting = true; // else a job that has more would be asked for again at once, without end
    loop.later(AFTER_TROUBLE, this::rested);
    return false;
  }

  private void rested() {
    resting = false;
    wake();
  }

  /** Asks for ranges again: there may be new ones. */
  void wake() {
    mayAsk = true;
    draw.run();
  }

  /** Asks for ranges that were freed of a lost node, before what is at hand is done. */
  void wakeFor(long job, int freed) {
    JobRun run = turns.find(job);
    if (run != null) {
      run.owe(freed);
    }
    wake();
  }

  /** Asks again after a while: a failed document will be due then. */
  void wakeAfter(Duration delay) {
    loop.later(delay, this::wake);
  }

  /** Whether it could do more than it found. */
  boolean hungry() {
    return !refilling && !mayAsk && turns.hungry();
  }

  /** Gives a part of what was not begun away: another node has nothing to do. */
  void share() {
    Range range = turns.toShare();
    if (range != null) {
      returns.share(range.cut()).subscribe().with(done -> range.shared());
    }
  }

  /**
   * Halts a job that is to be paused or stopped, or is gone. Stages at work have a while to end by
   * themselves.
   */
  void halt(long job, Duration patience) {
    JobRun run = turns.find(job);
    if (run != null && run.goesOn()) {
      run.halt();
      loop.later(patience, run::breakOff);
      draw.run();
    }
  }

  /** Keys of the jobs that this node works on. */
  List<Long> jobs() {
    return turns.jobs();
  }

  /** Begins nothing more; stages in flight have a while to end, and nothing goes beyond them. */
  void close(Duration patience) {
    closed = true;
    jobs().forEach(job -> halt(job, patience));
  }
}

package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Pipelines;
import dev.cairn.store.Grants;
import dev.cairn.store.Grants.Grant;
import dev.cairn.store.Work;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands out documents one by one, as lanes ask for them (promise 4, Bounded). What is at hand goes
 * first, jobs taking turns; then the next page of a range in hand is read; then ranges are asked
 * for; and when there are none it waits to be woken. Used on the engine's loop alone, one caller at
 * a time.
 */
@Singleton
final class Supply {

  private static final Logger LOG = Logger.getLogger(Supply.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Documents of a page: at 200 bytes each, little; at 1 ms a page, few round trips. */
  private static final int PAGE = 1000;

  private static final int MOST_RETRIES = 100;
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Grants grants;
  private final Work work;
  private final EngineLoop loop;
  private final WorkerPool workers;
  private final Returns returns;
  private final Map<String, Pipeline> plans = new HashMap<>();
  private final Map<Long, JobRun> runs = new HashMap<>();
  private final ArrayDeque<JobRun> turns = new ArrayDeque<>();
  private boolean mayAsk = true;
  private boolean closed;
  private long node;
  private @Nullable UniEmitter<? super Optional<Task>> waiting;

  Supply(Grants grants, Work work, EngineLoop loop, WorkerPool workers, Returns returns) {
    this.grants = grants;
    this.work = work;
    this.loop = loop;
    this.workers = workers;
    this.returns = returns;
  }

  /** Says what this node can run. */
  void serve(long node, Pipelines pipelines) {
    this.node = node;
    pipelines.all().forEach(each -> plans.put(each.name() + ":" + each.version(), each));
  }

  /** The next document, as soon as there is one; empty when the supply is closed. */
  Uni<Optional<Task>> next() {
    if (closed) {
      return Uni.createFrom().item(Optional.empty());
    }
    Task task = atHand();
    if (task != null) {
      return Uni.createFrom().item(Optional.of(task));
    }
    return refill()
        .emitOn(loop)
        .onFailure()
        .recoverWithUni(this::trouble)
        .chain(refilled -> refilled ? next() : sleep());
  }

  /** The next document of the jobs whose turn it is, or null. */
  private @Nullable Task atHand() {
    for (int i = turns.size(); i > 0; i--) {
      JobRun run = turns.remove();
      turns.add(run);
      Task task = run.hungry() ? run.poll() : null;
      if (task != null) {
        return task;
      }
    }
    return null;
  }

  /** Gets more documents to hand; whether there may be some now. */
  private Uni<Boolean> refill() {
    for (JobRun run : turns) {
      Range range = run.hungry() ? run.toRead() : null;
      if (range != null) {
        return read(range);
      }
    }
    if (!mayAsk && turns.stream().noneMatch(run -> run.hungry() && run.more())) {
      return Uni.createFrom().item(false);
    }
    mayAsk = false;
    return ask();
  }

  private Uni<Boolean> read(Range range) {
    int stages = range.run().stages().size();
    return work.page(range.lease(), range.beginReading(), stages, PAGE)
        .emitOn(loop)
        .invoke(page -> range.read(page, PAGE))
        .onFailure()
        .invoke(failure -> range.unreadable())
        .replaceWith(true);
  }

  /** Asks for ranges: free ones first, then failed documents whose time has come, then new ones. */
  private Uni<Boolean> ask() {
    List<Long> busy =
        turns.stream().filter(run -> !run.hungry()).map(JobRun::job).distinct().toList();
    Grants.Wish wish = new Grants.Wish(node, List.copyOf(plans.keySet()), busy);
    return grants
        .takeFree(wish, 1)
        .chain(
            free ->
                free.isEmpty()
                    ? grants.takeRetries(wish, MOST_RETRIES)
                    : Uni.createFrom().item(free))
        .chain(
            some ->
                some.isEmpty() ? grants.carve(wish, this::appetite) : Uni.createFrom().item(some))
        .emitOn(loop)
        .map(this::take);
  }

  private long appetite(long job) {
    JobRun run = runs.get(job);
    return run == null ? 2L * workers.size() : run.appetite();
  }

  private boolean take(List<Grant> granted) {
    for (Grant grant : granted) {
      JobRun run = runs.get(grant.lease().job());
      if (run == null || !run.goesOn()) {
        run = begin(grant);
      }
      run.add(new Range(grant.lease(), run, this::over), grant.more());
      mayAsk = true;
    }
    return !granted.isEmpty();
  }

  private JobRun begin(Grant grant) {
    Pipeline pipeline = plans.get(grant.pipeline());
    if (pipeline == null) {
      throw new IllegalStateException("granted what was not wished for: " + grant.pipeline());
    }
    try {
      Map<String, Object> params = JSON.readValue(grant.params(), new TypeReference<>() {});
      JobRun run =
          new JobRun(
              grant.lease().job(), pipeline, pipeline.parameters().check(params), workers.size());
      runs.put(run.job(), run);
      turns.add(run);
      return run;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored parameters are no JSON: " + grant.params(), e);
    }
  }

  private void over(Range range) {
    JobRun run = range.run();
    run.drop();
    if (run.over()) {
      turns.remove(run);
      runs.remove(run.job(), run);
    }
    returns.end(range).subscribe().with(this::ended);
  }

  private void ended(boolean free) {
    if (free && !closed) {
      wake();
    }
  }

  private Uni<Boolean> trouble(Throwable failure) {
    LOG.warnf("No documents can be had, trying again: %s", failure);
    wakeAfter(AFTER_TROUBLE);
    return Uni.createFrom().item(false);
  }

  private Uni<Optional<Task>> sleep() {
    return Uni.createFrom()
        .<Optional<Task>>emitter(
            emitter -> {
              if (closed || mayAsk) {
                emitter.complete(Optional.empty());
              } else {
                waiting = emitter;
              }
            })
        .emitOn(loop)
        .chain(this::next);
  }

  /** Looks again at what is at hand: a lane has become free. */
  void nudge() {
    UniEmitter<? super Optional<Task>> sleeper = waiting;
    waiting = null;
    if (sleeper != null) {
      sleeper.complete(Optional.empty());
    }
  }

  /** Asks for ranges again: there may be new ones. */
  void wake() {
    mayAsk = true;
    nudge();
  }

  /** Asks again after a while: a failed document will be due then. */
  void wakeAfter(Duration delay) {
    loop.later(delay, this::wake);
  }

  /** Halts a job that is to be paused or stopped, or is gone. */
  void halt(long job) {
    JobRun run = runs.get(job);
    if (run != null) {
      run.halt();
      nudge();
    }
  }

  /** Keys of the jobs that this node works on. */
  List<Long> jobs() {
    return List.copyOf(runs.keySet());
  }

  /** Begins nothing more, and lets what is in flight go no further than its stage. */
  void close() {
    closed = true;
    List.copyOf(runs.values()).forEach(JobRun::halt);
    nudge();
  }
}

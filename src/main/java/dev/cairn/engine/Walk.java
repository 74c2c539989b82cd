package dev.cairn.engine;

import dev.cairn.job.Lease;
import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.store.Commit;
import dev.cairn.store.Commits.Answer;
import dev.cairn.store.Commits.Answer.Committed;
import dev.cairn.store.Commits.Answer.Fenced;
import dev.cairn.store.Commits.Answer.Unwritable;
import dev.cairn.store.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through its stages: run a stage, commit what it came to, go on to the
 * next. A stage begins only when the one before is committed. Plain calls and no stream operators:
 * at 60,000 stages a second each of them would cost more than the stage. Used on the engine's loop
 * alone.
 */
final class Walk {

  private static final Logger LOG = Logger.getLogger(Walk.class);

  private final Lane lane;
  private final Task task;
  private final JobRun run;
  private final Consumer<Lane.End> ended;
  private final Map<String, Object> handedOn = new HashMap<>();
  private Optional<Work.Saved> saved = Optional.empty();
  private int position;
  private boolean admitted;
  private @Nullable Attempt attempt;
  private @Nullable Waiting waiting;

  /** Where it waits to be let in. */
  private record Waiting(Gate gate, Runnable through) {}

  Walk(Lane lane, Task task, Consumer<Lane.End> ended) {
    this.lane = lane;
    this.task = task;
    this.run = task.range().run();
    this.ended = ended;
    this.position = task.nextStage();
  }

  void begin() {
    run.entered(this);
    enter(run.gate(), this::recall);
  }

  private void enter(@Nullable Gate gate, Runnable next) {
    if (gate == null) {
      next.run();
      return;
    }
    Runnable through =
        () -> {
          waiting = null;
          next.run();
        };
    waiting = new Waiting(gate, through);
    gate.enter(through);
  }

  private void recall() {
    admitted = true;
    if (Memory.fresh(task)) {
      step();
      return;
    }
    lane.memory
        .recall(task)
        .subscribe()
        .with(
            recalled -> {
              handedOn.putAll(recalled.handedOn());
              saved = recalled.saved();
              step();
            },
            this::forgotten);
  }

  private void step() {
    if (position == run.endOf(task.document())) {
      end(Lane.End.FINISHED);
    } else if (!run.goesOn()) {
      end(Lane.End.GIVEN_BACK);
    } else {
      enter(run.gate(position), this::attempt);
    }
  }

  private Stage<?> stage() {
    return run.stages().get(position);
  }

  private void attempt() {
    Stage<?> stage = stage();
    SavedCursor cursor = lane.memory.cursor(saved, this::save);
    StageContext context = lane.memory.context(task, handedOn, cursor);
    run.began(stage);
    Attempt begun = new Attempt(() -> tell(task, stage), tried -> tried(stage, cursor, tried));
    attempt = begun;
    lane.runner.run(
        stage,
        position,
        context,
        of -> lane.memory.jobContext(task.range().lease(), of, stage.timeLimit()),
        begun);
  }

  /** One line for each run of a stage, under which lease: tests count them. */
  private static void tell(Task task, Stage<?> stage) {
    if (LOG.isDebugEnabled()) {
      Lease lease = task.range().lease();
      LOG.debugf(
          "run job=%d seq=%d stage=%s lease=%d epoch=%d attempt=%d",
          lease.job(),
          task.document().seq(),
          stage.name(),
          lease.id(),
          lease.fence().epoch(),
          lease.trial().attempt());
    }
  }

  /** A save of a try that is over must not be written any more. */
  private void save(Commit.Fact.Saved save, Consumer<Answer> waiter) {
    Attempt now = attempt;
    if (now == null || now.over()) {
      waiter.accept(new Fenced());
    } else {
      lane.commits.submit(new Commit(task.range().lease().fence(), commitStep(), 0, save), waiter);
    }
  }

  private void tried(Stage<?> stage, SavedCursor cursor, Tried tried) {
    attempt = null;
    saved = Optional.empty();
    run.ended(stage);
    leave(run.gate(position));
    if (brokenOff(tried)) {
      end(Lane.End.GIVEN_BACK);
    } else {
      commit(tried, cursor.position());
    }
  }

  /**
   * A stage that failed while its job was halted may have failed because of that; but what no retry
   * could help is a verdict on the document, and is kept.
   */
  private boolean brokenOff(Tried tried) {
    boolean mayBeForThat =
        tried.outcome() instanceof Outcome.Failed<?> failed && failed.retryable();
    return tried.equals(Tried.BROKEN_OFF) || (mayBeForThat && !run.goesOn());
  }

  private void commit(Tried tried, Commit.Position before) {
    Commit.Fact fact = fact(tried, before);
    Commit commit = new Commit(task.range().lease().fence(), commitStep(), tried.micros(), fact);
    lane.commits.submit(
        commit,
        answer -> {
          switch (answer) {
            case Fenced fenced -> end(Lane.End.LOST);
            case Unwritable bad -> unwritable(tried, bad);
            case Committed committed -> goOn(tried, fact);
          }
        });
  }

  private void goOn(Tried tried, Commit.Fact fact) {
    if (fact instanceof Commit.Fact.Failed failed) {
      failed.delay().ifPresent(lane.supply::wakeAfter);
    }
    switch (tried.outcome()) {
      case Outcome.Done<?> done -> {
        handedOn.put(stage().name(), done.handedOn());
        position++;
        step();
      }
      case Outcome.Skipped<?> skipped -> end(Lane.End.FINISHED);
      case Outcome.Failed<?> failed -> end(Lane.End.FINISHED);
    }
  }

  /** A result that the database refuses fails its document; a second refusal is our own fault. */
  private void unwritable(Tried tried, Unwritable bad) {
    if (tried.outcome() instanceof Outcome.Failed) {
      LOG.errorf(bad.reason(), "A failure can't be written down: %s", tried.outcome());
      end(Lane.End.GIVEN_BACK);
      return;
    }
    LOG.warnf("The database refused a result: %s", bad.reason().getMessage());
    Problem problem =
        Problem.of(
            "unwritable-result",
            "The result can't be stored",
            500,
            "The database refused what the stage returned.");
    commit(tried.failed(problem), Commit.Position.START);
  }

  /** What earlier stages handed on can't be read any more: the document fails, saying so. */
  private void forgotten(Throwable failure) {
    LOG.warnf(failure, "Checkpoints of document %d can't be read", task.document().seq());
    Problem problem =
        Problem.of(
            "checkpoint-unreadable",
            "What an earlier stage handed on can't be read",
            500,
            "The checkpoints of this document can't be read back.");
    commit(Tried.of(Outcome.failed(problem), 0), Commit.Position.START);
  }

  private Commit.Step commitStep() {
    return new Commit.Step(
        task.document().job(),
        task.document().seq(),
        position,
        stage().name(),
        position == run.endOf(task.document()) - 1);
  }

  private Commit.Fact fact(Tried tried, Commit.Position before) {
    return switch (tried.outcome()) {
      case Outcome.Done<?> done ->
          new Commit.Fact.Checkpointed(tried.handedOn(), done.records(), done.artifacts(), before);
      case Outcome.Skipped<?> skipped -> new Commit.Fact.Skipped(skipped.reason());
      case Outcome.Failed<?> failed -> failed(failed);
    };
  }

  private Commit.Fact failed(Outcome.Failed<?> failed) {
    Lease.Trial trial = task.range().lease().trial();
    boolean again = failed.retryable() && stage().retry().allowsAfter(trial.ofRound());
    Optional<Duration> delay =
        again
            ? Optional.of(stage().retry().waitAfter(trial.ofRound(), lane.random))
            : Optional.empty();
    return new Commit.Fact.Failed(failed.problem(), failed.retryable(), trial.attempt(), delay);
  }

  /** Waits no longer, neither at a gate nor for a stage. */
  void breakOff() {
    Waiting at = waiting;
    if (at != null && at.gate().leaveQueue(at.through())) {
      waiting = null;
      end(Lane.End.GIVEN_BACK);
    } else if (attempt != null) {
      attempt.breakOff();
    }
  }

  private void end(Lane.End how) {
    if (admitted) {
      leave(run.gate());
    }
    run.leftBy(this);
    ended.accept(how);
  }

  private static void leave(@Nullable Gate gate) {
    if (gate != null) {
      gate.leave();
    }
  }
}

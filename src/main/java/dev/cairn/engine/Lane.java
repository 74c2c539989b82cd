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
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Walks one document through its stages: run a stage, commit what it came to, go on to the next. A
 * stage begins only when the one before is committed.
 */
@Singleton
final class Lane {

  private static final Logger LOG = Logger.getLogger(Lane.class);

  /** How a walk ended. */
  enum End {
    /** Nothing is left to do: done, skipped, failed, or waiting for its next try. */
    FINISHED,
    /** It was halted between two stages. */
    GIVEN_BACK,
    /** The lease has changed hands. */
    LOST
  }

  private final StageRunner runner;
  private final Memory memory;
  private final GroupCommit commits;
  private final EngineLoop loop;
  private final Supply supply;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Lane(StageRunner runner, Memory memory, GroupCommit commits, EngineLoop loop, Supply supply) {
    this.runner = runner;
    this.memory = memory;
    this.commits = commits;
    this.loop = loop;
    this.supply = supply;
  }

  /** Walks a document as far as it may go. */
  Uni<End> walk(Task task) {
    return memory
        .recall(task)
        .emitOn(loop)
        .chain(handedOn -> step(task, task.nextStage(), handedOn))
        .onFailure()
        .recoverWithUni(failure -> forgotten(task, failure));
  }

  private Uni<End> step(Task task, int position, Map<String, Object> handedOn) {
    List<Stage<?>> stages = task.range().run().stages();
    if (position == stages.size()) {
      return Uni.createFrom().item(End.FINISHED);
    }
    if (!task.range().run().goesOn()) {
      return Uni.createFrom().item(End.GIVEN_BACK);
    }
    Stage<?> stage = stages.get(position);
    StageContext context = memory.context(task, handedOn);
    return runner
        .run(stage, position, context, () -> tell(task, stage))
        .emitOn(loop)
        .chain(
            tried ->
                brokenOff(task, tried)
                    ? Uni.createFrom().item(End.GIVEN_BACK)
                    : commit(task, position, handedOn, tried));
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
          lease.attempt());
    }
  }

  /**
   * A stage that failed while its job was halted may have failed because of that; but what no retry
   * could help is a verdict on the document, and is kept.
   */
  private static boolean brokenOff(Task task, StageRunner.Tried tried) {
    return tried.outcome() instanceof Outcome.Failed<?> failed
        && failed.retryable()
        && !task.range().run().goesOn();
  }

  private Uni<End> commit(
      Task task, int position, Map<String, Object> handedOn, StageRunner.Tried tried) {
    Commit commit = toCommit(task, position, tried);
    return commits
        .submit(commit)
        .chain(
            answer ->
                switch (answer) {
                  case Fenced fenced -> Uni.createFrom().item(End.LOST);
                  case Unwritable bad -> unwritable(task, position, handedOn, tried, bad);
                  case Committed committed -> goOn(task, position, handedOn, tried, commit);
                });
  }

  private Uni<End> goOn(
      Task task,
      int position,
      Map<String, Object> handedOn,
      StageRunner.Tried tried,
      Commit commit) {
    if (commit.fact() instanceof Commit.Fact.Failed failed) {
      failed.delay().ifPresent(supply::wakeAfter);
    }
    return switch (tried.outcome()) {
      case Outcome.Done<?> done -> {
        handedOn.put(commit.step().stageName(), done.handedOn());
        yield step(task, position + 1, handedOn);
      }
      case Outcome.Skipped<?> skipped -> Uni.createFrom().item(End.FINISHED);
      case Outcome.Failed<?> failed -> Uni.createFrom().item(End.FINISHED);
    };
  }

  /** A result that the database refuses fails its document; a second refusal is our own fault. */
  private Uni<End> unwritable(
      Task task,
      int position,
      Map<String, Object> handedOn,
      StageRunner.Tried tried,
      Answer.Unwritable bad) {
    if (tried.outcome() instanceof Outcome.Failed) {
      LOG.errorf(bad.reason(), "A failure can't be written down: %s", tried.outcome());
      return Uni.createFrom().item(End.GIVEN_BACK);
    }
    LOG.warnf("The database refused a result: %s", bad.reason().getMessage());
    Problem problem =
        Problem.of(
            "unwritable-result",
            "The result can't be stored",
            500,
            "The database refused what the stage returned.");
    return commit(task, position, handedOn, tried.failed(problem));
  }

  /** What earlier stages handed on can't be read any more: the document fails, saying so. */
  private Uni<End> forgotten(Task task, Throwable failure) {
    LOG.warnf(failure, "Checkpoints of document %d can't be read", task.document().seq());
    Problem problem =
        Problem.of(
            "checkpoint-unreadable",
            "What an earlier stage handed on can't be read",
            500,
            "The checkpoints of this document can't be read back.");
    return commit(task, task.nextStage(), Map.of(), StageRunner.Tried.ofProblem(problem));
  }

  private Commit toCommit(Task task, int position, StageRunner.Tried tried) {
    List<Stage<?>> stages = task.range().run().stages();
    Stage<?> stage = stages.get(position);
    Commit.Step step =
        new Commit.Step(
            task.document().job(),
            task.document().seq(),
            position,
            stage.name(),
            position == stages.size() - 1);
    Commit.Fact fact =
        switch (tried.outcome()) {
          case Outcome.Done<?> done ->
              new Commit.Fact.Checkpointed(tried.handedOn(), done.records(), done.artifacts());
          case Outcome.Skipped<?> skipped -> new Commit.Fact.Skipped(skipped.reason());
          case Outcome.Failed<?> failed -> failed(task, stage, failed);
        };
    return new Commit(task.range().lease().fence(), step, tried.micros(), fact);
  }

  private Commit.Fact failed(Task task, Stage<?> stage, Outcome.Failed<?> failed) {
    int attempt = task.range().lease().attempt();
    boolean again = failed.retryable() && stage.retry().allowsAfter(attempt);
    Optional<Duration> delay =
        again ? Optional.of(stage.retry().waitAfter(attempt, random)) : Optional.empty();
    return new Commit.Fact.Failed(failed.problem(), failed.retryable(), attempt, delay);
  }
}

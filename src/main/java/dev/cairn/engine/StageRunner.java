package dev.cairn.engine;

import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.store.Commit.HandedOn;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Runs one try of one stage, within its limits; whatever it throws becomes an outcome. */
@Singleton
class StageRunner {

  private static final Logger LOG = Logger.getLogger(StageRunner.class);
  private static final HandedOn NOTHING = new HandedOn.Inline(new byte[0]);

  /**
   * What a try came to.
   *
   * @param handedOn the bytes of what it hands on; nothing unless it is done
   * @param micros how long it took
   */
  record Tried(Outcome<?> outcome, HandedOn handedOn, long micros) {

    /** A try that failed before the stage was begun. */
    static Tried ofProblem(Problem problem) {
      return new Tried(Outcome.failed(problem), NOTHING, 0);
    }

    /** The same try, failed after all. */
    Tried failed(Problem problem) {
      return new Tried(Outcome.failed(problem), NOTHING, micros);
    }
  }

  private final WorkerPool workers;
  private final Codec codec;

  StageRunner(WorkerPool workers, Codec codec) {
    this.workers = workers;
    this.codec = codec;
  }

  /**
   * Runs a stage.
   *
   * @param rank position of the stage: later stages get a worker first
   * @param begun told when the stage is really begun, on the thread that runs it
   */
  Uni<Tried> run(Stage<?> stage, int rank, StageContext context, Runnable begun) {
    return switch (stage) {
      case Stage.Cpu<?> cpu -> compute(cpu, rank, context, begun);
      case Stage.Io<?> io -> await(io, rank, context, begun);
    };
  }

  private Uni<Tried> compute(Stage.Cpu<?> stage, int rank, StageContext context, Runnable begun) {
    return workers
        .run(
            rank,
            stage.timeLimit(),
            () -> {
              long start = System.nanoTime();
              try {
                obey(context);
                begun.run();
                return tried(stage.compute(context), start);
              } catch (Throwable failure) { // an Error of one document is its own affair too
                return new Tried(outcome(stage, failure), NOTHING, micros(start));
              }
            })
        .onFailure()
        .recoverWithItem(failure -> failed(stage, failure));
  }

  /** A pause must not wait for what stands in the queue of the workers. */
  private static void obey(StageContext context) {
    if (context.cancelled()) {
      throw new CancellationException("halted before it was begun");
    }
  }

  private Uni<Tried> await(Stage.Io<?> stage, int rank, StageContext context, Runnable begun) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long start = System.nanoTime();
              begun.run();
              return apply(stage, context)
                  .ifNoItem()
                  .after(stage.timeLimit())
                  .fail()
                  .chain(outcome -> encode(outcome, rank, start))
                  .onFailure()
                  .recoverWithItem(
                      failure -> new Tried(outcome(stage, failure), NOTHING, micros(start)));
            });
  }

  private static <O> Uni<Outcome<?>> apply(Stage.Io<O> stage, StageContext context) {
    return stage.apply(context).map(outcome -> outcome);
  }

  /** Encodes on a worker: a large value must not hold the event loop up. */
  private Uni<Tried> encode(Outcome<?> outcome, int rank, long start) {
    return workers.run(rank, Duration.ofMinutes(1), () -> tried(outcome, start));
  }

  private Tried tried(Outcome<?> outcome, long start) throws IOException {
    HandedOn handedOn =
        outcome instanceof Outcome.Done<?> done ? codec.encode(done.handedOn()) : NOTHING;
    return new Tried(outcome, handedOn, micros(start));
  }

  private static long micros(long start) {
    return (System.nanoTime() - start) / 1000;
  }

  /** A try that did not end by itself: it took all the time it had. */
  private static Tried failed(Stage<?> stage, Throwable failure) {
    return new Tried(outcome(stage, failure), NOTHING, stage.timeLimit().toMillis() * 1000);
  }

  private static Outcome<?> outcome(Stage<?> stage, Throwable failure) {
    return switch (failure) {
      case ProblemException known -> new Outcome.Failed<>(known.problem(), known.retryable());
      case TimeoutException late -> timeout(stage);
      case java.util.concurrent.TimeoutException late -> timeout(stage);
      case OutOfMemoryError full ->
          Outcome.failed(
              Problem.of(
                  "out-of-memory",
                  "The stage ran out of memory",
                  500,
                  "Stage " + stage.name() + " needed more memory than there is."));
      case StackOverflowError deep ->
          Outcome.failed(
              Problem.of(
                  "too-deep",
                  "The document is nested too deeply",
                  422,
                  "Stage " + stage.name() + " ran out of stack."));
      case CancellationException obeyed -> cancelled(stage);
      default -> unexpected(stage, failure);
    };
  }

  private static Outcome<?> timeout(Stage<?> stage) {
    return Outcome.failed(
        Problem.of(
            "stage-timeout",
            "The stage took too long",
            504,
            "Stage " + stage.name() + " was stopped after " + words(stage.timeLimit()) + "."));
  }

  /** Only seen when the job goes on after all; then another try finishes it. */
  private static Outcome<?> cancelled(Stage<?> stage) {
    return new Outcome.Failed<>(
        Problem.of(
            "stage-cancelled",
            "The stage was interrupted",
            503,
            "Stage " + stage.name() + " was interrupted."),
        true);
  }

  private static Outcome<?> unexpected(Stage<?> stage, Throwable failure) {
    LOG.warnf(failure, "Stage %s failed unexpectedly", stage.name());
    String detail = "Stage " + stage.name() + ": " + failure.getClass().getSimpleName();
    return new Outcome.Failed<>(
        Problem.of("stage-failed", "The stage failed unexpectedly", 500, detail), true);
  }

  private static String words(Duration limit) {
    return limit.toSeconds() < 1 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
  }
}

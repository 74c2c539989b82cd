package dev.cairn.engine;

import dev.cairn.job.Outcome;
import dev.cairn.pipeline.JobContext;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.store.Commit.HandedOn;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Runs one try of one stage, within its limits; whatever it throws becomes an outcome. Used on the
 * engine's loop alone.
 */
@Singleton
class StageRunner {

  private static final Duration ENCODING = Duration.ofMinutes(1);

  private final WorkerPool workers;
  private final Codec codec;
  private final EngineLoop loop;

  StageRunner(WorkerPool workers, Codec codec, EngineLoop loop) {
    this.workers = workers;
    this.codec = codec;
    this.loop = loop;
  }

  /**
   * Begins a try.
   *
   * @param rank position of the stage: later stages get a worker first
   * @param job what a stage of the job is given
   * @param attempt ends when the try does; its beginning is told on the thread that runs the stage
   */
  void run(
      Stage<?> stage,
      int rank,
      StageContext context,
      Function<StageContext, JobContext> job,
      Attempt attempt) {
    switch (stage) {
      case Stage.Cpu<?> cpu -> compute(cpu, rank, context, attempt);
      case Stage.Io<?> io -> await(io, rank, () -> io.apply(context), attempt);
      case Stage.OfJob<?> ofJob ->
          await(ofJob, rank, () -> ofJob.apply(job.apply(context)), attempt);
    }
  }

  private void compute(Stage.Cpu<?> stage, int rank, StageContext context, Attempt attempt) {
    Cancellable running =
        workers
            .run(
                rank,
                stage.timeLimit(),
                () -> {
                  long start = System.nanoTime();
                  try {
                    obey(context);
                    attempt.begun();
                    return tried(stage.compute(context), start);
                  } catch (Throwable failure) { // an Error of one document is its own affair too
                    return Tried.of(Failures.outcome(stage, failure), micros(start));
                  }
                })
            .subscribe()
            .with(
                tried -> loop.execute(() -> attempt.end(tried)),
                failure -> loop.execute(() -> attempt.end(late(stage, failure))));
    attempt.onBreakOff(running::cancel);
  }

  /** A pause must not wait for what stands in the queue of the workers. */
  private static void obey(StageContext context) {
    if (context.cancelled()) {
      throw new CancellationException("halted before it was begun");
    }
  }

  /** A try that did not end by itself: it took all the time it had. */
  private static Tried late(Stage<?> stage, Throwable failure) {
    return Tried.of(Failures.outcome(stage, failure), stage.timeLimit().toMillis() * 1000);
  }

  /** What makes a stage's promise of an outcome. */
  @FunctionalInterface
  private interface Begin {
    Uni<? extends Outcome<?>> get() throws Exception;
  }

  private void await(Stage<?> stage, int rank, Begin begin, Attempt attempt) {
    long start = System.nanoTime();
    attempt.begun();
    Cancellable running =
        begun(begin)
            .subscribe()
            .with(
                outcome -> loop.execute(() -> encode(outcome, rank, start, attempt)),
                failure -> loop.execute(() -> failed(stage, failure, start, attempt)));
    if (!attempt.over()) {
      Runnable alarm =
          loop.later(
              stage.timeLimit(),
              () -> {
                running.cancel();
                attempt.end(late(stage, new TimeoutException()));
              });
      attempt.onEnd(alarm);
      attempt.onBreakOff(running::cancel);
    }
  }

  private static Uni<? extends Outcome<?>> begun(Begin begin) {
    try {
      return begin.get();
    } catch (Exception failure) {
      return Uni.createFrom().failure(failure);
    }
  }

  private static void failed(Stage<?> stage, Throwable failure, long start, Attempt attempt) {
    attempt.end(Tried.of(Failures.outcome(stage, failure), micros(start)));
  }

  /** Small values are encoded here and now; a large one must not hold the loop up. */
  private void encode(Outcome<?> outcome, int rank, long start, Attempt attempt) {
    if (!(outcome instanceof Outcome.Done<?> done)) {
      attempt.end(Tried.of(outcome, micros(start)));
      return;
    }
    Optional<HandedOn> small = codec.encodeSmall(done.handedOn());
    if (small.isPresent()) {
      attempt.end(Tried.of(outcome, small.get(), micros(start)));
      return;
    }
    workers
        .run(rank, ENCODING, () -> tried(outcome, start))
        .subscribe()
        .with(
            tried -> loop.execute(() -> attempt.end(tried)),
            failure ->
                loop.execute(
                    () -> attempt.end(Tried.of(Failures.unencodable(failure), micros(start)))));
  }

  private Tried tried(Outcome<?> outcome, long start) throws IOException {
    return outcome instanceof Outcome.Done<?> done
        ? Tried.of(outcome, codec.encode(done.handedOn()), micros(start))
        : Tried.of(outcome, micros(start));
  }

  private static long micros(long start) {
    return (System.nanoTime() - start) / 1000;
  }
}

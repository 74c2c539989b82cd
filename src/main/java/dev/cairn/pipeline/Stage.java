package dev.cairn.pipeline;

import dev.cairn.job.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * One step of a pipeline, run once for each document or, at its end, once for the job. Stages are
 * stateless: all they know comes with the {@link StageContext}. What a stage hands on is its
 * checkpoint: a record that Jackson writes and reads back equal.
 *
 * @param <O> what it hands on
 */
public sealed interface Stage<O> {

  /** Lower-case name, unique in its pipeline, such as {@code extract}. */
  String name();

  /** The class of what it hands on. */
  Class<O> output();

  /** A try that takes longer fails the document, alone, with problem {@code stage-timeout}. */
  default Duration timeLimit() {
    return Duration.ofMinutes(5);
  }

  /** What to do after a try that failed but could help another time. */
  default RetryPolicy retry() {
    return RetryPolicy.DEFAULT;
  }

  /** How often the whole cluster may run it at once; configuration wins over it. */
  default Limit limit() {
    return Limit.NONE;
  }

  /** A stage that computes or blocks; it runs on the bounded worker pool. */
  non-sealed interface Cpu<O> extends Stage<O> {

    /**
     * Does the work. It should look at {@link StageContext#cancelled()} (or the thread's interrupt)
     * in long loops.
     *
     * @throws dev.cairn.job.ProblemException with the true reason when the input is at fault
     * @throws Exception anything else counts as retryable
     */
    Outcome<O> compute(StageContext context) throws Exception;
  }

  /** A stage that waits for others; it runs on the event loop and never blocks. */
  non-sealed interface Io<O> extends Stage<O> {

    /** Does the work; a failure counts as with {@link Cpu#compute}. */
    Uni<Outcome<O>> apply(StageContext context);
  }

  /**
   * A stage that runs once for the job, on one node, after all documents are through the stages
   * before it. Its records come behind those of the documents. When it fails for good the job
   * fails.
   */
  non-sealed interface OfJob<O> extends Stage<O> {

    /** Does the work without blocking; what computes goes through {@link JobContext#compute}. */
    Uni<Outcome<O>> apply(JobContext context);

    @Override
    default Duration timeLimit() {
      return Duration.ofHours(12);
    }
  }
}

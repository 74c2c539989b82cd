package dev.cairn.pipeline;

import dev.cairn.job.Emitted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** All that a stage that runs once for a job may know. */
public final class JobContext {

  /** A place to compute. */
  @FunctionalInterface
  public interface Workers {
    /** Runs a task on the bounded worker pool. */
    <T> Uni<T> run(Callable<T> task);
  }

  private final StageContext stage;
  private final Supplier<Multi<Emitted>> records;
  private final Workers workers;

  /**
   * @param stage parameters, cursor, cancellation, and what earlier stages of the job handed on
   * @param records all that the documents' stages have emitted, read anew at each subscription
   */
  public JobContext(StageContext stage, Supplier<Multi<Emitted>> records, Workers workers) {
    this.stage = Objects.requireNonNull(stage, "stage");
    this.records = Objects.requireNonNull(records, "records");
    this.workers = Objects.requireNonNull(workers, "workers");
  }

  /** Parameters, cursor, cancellation, and what earlier stages of the job handed on. */
  public StageContext stage() {
    return stage;
  }

  /**
   * The records that were emitted for the job's documents, in document order; read page by page as
   * they are asked for, so that they are never all in memory.
   */
  public Multi<Emitted> records() {
    return records.get();
  }

  /** Computes on a worker; at most for as long as the stage may take. */
  public <T> Uni<T> compute(Callable<T> task) {
    return workers.run(task);
  }
}

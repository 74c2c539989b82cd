package dev.cairn.engine;

import dev.cairn.job.Emitted;
import dev.cairn.job.Lease;
import dev.cairn.pipeline.JobContext;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.store.Commit.HandedOn;
import dev.cairn.store.Results;
import dev.cairn.store.Work;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What a stage may know: the document's bytes, what its earlier stages handed on, and where it
 * stood when it was interrupted.
 */
@Singleton
class Memory {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration READING = Duration.ofMinutes(1);

  private final Work work;
  private final Results results;
  private final Codec codec;
  private final WorkerPool workers;
  private final EngineLoop loop;

  Memory(Work work, Results results, Codec codec, WorkerPool workers, EngineLoop loop) {
    this.work = work;
    this.results = results;
    this.codec = codec;
    this.workers = workers;
    this.loop = loop;
  }

  /**
   * What is known of a document that was interrupted.
   *
   * @param handedOn by name of the stage
   * @param saved where the next stage stands
   */
  record Recalled(Map<String, Object> handedOn, Optional<Work.Saved> saved) {}

  /** Whether there can be anything to recall. */
  static boolean fresh(Task task) {
    return task.nextStage() == 0 && !task.range().lease().mayHoldCheckpoints();
  }

  /** What was committed of a document before it was interrupted; answers on the engine's loop. */
  Uni<Recalled> recall(Task task) {
    long job = task.document().job();
    long seq = task.document().seq();
    return Uni.combine()
        .all()
        .unis(work.handedOn(job, seq), work.cursor(job, seq, task.nextStage()))
        .asTuple()
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .chain(
            kept ->
                workers.run(
                    task.nextStage(),
                    READING,
                    () -> new Recalled(decode(task, kept.getItem1()), kept.getItem2())))
        .emitOn(loop);
  }

  private Map<String, Object> decode(Task task, Map<Integer, HandedOn> kept) throws IOException {
    List<Stage<?>> stages = task.range().run().stages();
    Map<String, Object> handedOn = new HashMap<>();
    for (Map.Entry<Integer, HandedOn> entry : kept.entrySet()) {
      Stage<?> stage = stages.get(entry.getKey());
      handedOn.put(stage.name(), codec.decode(stage, entry.getValue()));
    }
    return handedOn;
  }

  StageContext context(Task task, Map<String, Object> handedOn, SavedCursor cursor) {
    JobRun run = task.range().run();
    return new StageContext(
            task.document(),
            run.parameters(),
            () -> codec.open(task.document().content()),
            handedOn,
            () -> !run.goesOn())
        .with(cursor);
  }

  /** What a stage that runs once for the job is given on top. */
  JobContext jobContext(Lease lease, StageContext context, Duration limit) {
    return new JobContext(context, () -> records(lease.job()), onWorker(limit));
  }

  private Multi<Emitted> records(long job) {
    return results.emitted(job).select().first(emitted -> !emitted.ofJobItself());
  }

  private JobContext.Workers onWorker(Duration limit) {
    return new JobContext.Workers() {
      @Override
      public <T> Uni<T> run(Callable<T> task) {
        return workers.run(0, limit, task);
      }
    };
  }

  SavedCursor cursor(Optional<Work.Saved> saved, SavedCursor.Sink sink) {
    return new SavedCursor(codec, loop, saved, sink);
  }
}

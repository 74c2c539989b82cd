package dev.cairn.engine;

import dev.cairn.blob.BlobStore;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.store.Commit.HandedOn;
import dev.cairn.store.Work;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a stage may know: the document's bytes, and what its earlier stages handed on. */
@Singleton
class Memory {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration READING = Duration.ofMinutes(1);

  private final Work work;
  private final WorkerPool workers;
  private final Codec codec;
  private final BlobStore blobs;

  Memory(Work work, WorkerPool workers, Codec codec, BlobStore blobs) {
    this.work = work;
    this.workers = workers;
    this.codec = codec;
    this.blobs = blobs;
  }

  /** What the stages of a document handed on, by name, before it was interrupted. */
  Uni<Map<String, Object>> recall(Task task) {
    if (task.nextStage() == 0) {
      return Uni.createFrom().item(new HashMap<>());
    }
    List<Stage<?>> stages = task.range().run().stages();
    return work.handedOn(task.document().job(), task.document().seq())
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .chain(kept -> workers.run(task.nextStage(), READING, () -> decode(stages, kept)));
  }

  private Map<String, Object> decode(List<Stage<?>> stages, Map<Integer, HandedOn> kept)
      throws IOException {
    Map<String, Object> handedOn = new HashMap<>();
    for (Map.Entry<Integer, HandedOn> entry : kept.entrySet()) {
      Stage<?> stage = stages.get(entry.getKey());
      handedOn.put(stage.name(), codec.decode(stage, entry.getValue()));
    }
    return handedOn;
  }

  StageContext context(Task task, Map<String, Object> handedOn) {
    JobRun run = task.range().run();
    return new StageContext(
        task.document(),
        run.parameters(),
        () -> blobs.open(task.document().content()),
        handedOn,
        () -> !run.goesOn());
  }
}

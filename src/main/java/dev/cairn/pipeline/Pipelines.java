package dev.cairn.pipeline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All pipelines that this server can run, by name. */
@ApplicationScoped
public class Pipelines {

  private final Map<String, Pipeline> byName;

  /**
   * @throws IllegalStateException when two pipelines, or two stages of one, share a name, or a
   *     stage of documents comes behind one of the job
   */
  Pipelines(@Any Instance<Pipeline> found) {
    Map<String, Pipeline> pipelines = new TreeMap<>();
    for (Pipeline pipeline : found) {
      if (pipelines.put(pipeline.name(), pipeline) != null) {
        throw new IllegalStateException("two pipelines are named " + pipeline.name());
      }
      expectJobStagesLast(pipeline);
      Set<String> names = new HashSet<>();
      for (Stage<?> stage : pipeline.stages()) {
        if (!names.add(stage.name())) {
          throw new IllegalStateException(
              "two stages of " + pipeline.name() + " are named " + stage.name());
        }
      }
    }
    byName = Collections.unmodifiableMap(pipelines);
  }

  private static void expectJobStagesLast(Pipeline pipeline) {
    int documents = pipeline.documentStages();
    boolean mixed =
        pipeline.stages().stream().limit(documents).anyMatch(Stage.OfJob.class::isInstance);
    if (documents == 0 || mixed) {
      throw new IllegalStateException("stages of documents come first in " + pipeline.name());
    }
  }

  /** The pipeline of that name, or empty. */
  public Optional<Pipeline> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All, ordered by name. */
  public Collection<Pipeline> all() {
    return byName.values();
  }
}

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
   * @throws IllegalStateException when two pipelines, or two stages of one, share a name
   */
  Pipelines(@Any Instance<Pipeline> found) {
    Map<String, Pipeline> pipelines = new TreeMap<>();
    for (Pipeline pipeline : found) {
      if (pipelines.put(pipeline.name(), pipeline) != null) {
        throw new IllegalStateException("two pipelines are named " + pipeline.name());
      }
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

  /** The pipeline of that name, or empty. */
  public Optional<Pipeline> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All, ordered by name. */
  public Collection<Pipeline> all() {
    return byName.values();
  }
}

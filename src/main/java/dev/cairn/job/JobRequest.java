package dev.cairn.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What someone asked to have done.
 *
 * @param pipeline its name
 * @param version the pipeline's version; pinned for the job's life
 * @param stages names of its stages, in order
 * @param params checked parameters as one JSON object
 * @param label how people find it again
 */
public record JobRequest(
    String pipeline, int version, List<String> stages, String params, Label label) {
  public JobRequest {
    Objects.requireNonNull(pipeline, "pipeline");
    stages = List.copyOf(stages);
    Objects.requireNonNull(params, "params");
    Objects.requireNonNull(label, "label");
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a pipeline without stages: " + pipeline);
    }
  }

  /**
   * How people find a job again, and how soon it gets its turn.
   *
   * @param name for people
   * @param batch a client's own name for this set of documents
   * @param priority higher goes first
   */
  public record Label(Optional<String> name, Optional<String> batch, int priority) {
    /** Nothing in particular. */
    public static final Label NONE = new Label(Optional.empty(), Optional.empty(), 0);
  }
}

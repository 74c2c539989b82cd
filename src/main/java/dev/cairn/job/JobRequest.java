package dev.cairn.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What someone asked to have done.
 *
 * @param plan what is run; pinned for the job's life
 * @param params checked parameters as one JSON object
 * @param label how people find it again
 * @param once what makes it the same as an earlier one; empty when it is always another
 */
public record JobRequest(Plan plan, String params, Label label, Optional<Once> once) {
  public JobRequest {
    Objects.requireNonNull(once, "once");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(params, "params");
    Objects.requireNonNull(label, "label");
  }

  /** What is never the same as another. */
  public JobRequest(Plan plan, String params, Label label) {
    this(plan, params, label, Optional.empty());
  }

  /**
   * One version of a pipeline.
   *
   * @param pipeline its name
   * @param version its version
   * @param stages names of its stages, in order
   * @param documentStages how many of them run once for each document; the others, behind them, run
   *     once for the job
   */
  public record Plan(String pipeline, int version, List<String> stages, int documentStages) {
    public Plan {
      Objects.requireNonNull(pipeline, "pipeline");
      stages = List.copyOf(stages);
      if (documentStages < 1 || documentStages > stages.size()) {
        throw new IllegalArgumentException(
            pipeline + " has " + documentStages + " document stages of " + stages.size());
      }
    }
  }

  public String pipeline() {
    return plan.pipeline();
  }

  public int version() {
    return plan.version();
  }

  /** Names of all stages, in order. */
  public List<String> stages() {
    return plan.stages();
  }

  /**
   * How people find a job again, and how soon it gets its turn.
   *
   * @param name for people
   * @param batch a client's own name for this set of documents
   * @param priority each one more doubles the share of the work it gets among its tenant's jobs
   */
  public record Label(Optional<String> name, Optional<String> batch, int priority) {
    /** Nothing in particular. */
    public static final Label NONE = new Label(Optional.empty(), Optional.empty(), 0);
  }
}

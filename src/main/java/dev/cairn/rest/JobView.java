package dev.cairn.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.cairn.job.Job;
import dev.cairn.job.Transition;
import dev.cairn.job.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job on the wire. */
@Schema(name = "Job", description = "One run of one pipeline version over a set of documents")
public record JobView(
    UUID id,
    @Schema(examples = "chunk") String pipeline,
    int pipelineVersion,
    Optional<String> name,
    Optional<String> batch,
    int priority,
    @Schema(
            enumeration = {
              "queued",
              "running",
              "pausing",
              "paused",
              "stopping",
              "stopped",
              "completed",
              "failed"
            })
        String state,
    @Schema(implementation = Object.class, description = "Parameters, defaults filled in")
        @JsonRawValue
        String params,
    @Schema(enumeration = {"first-run", "resumed", "retried"}) String processing,
    Progress.Counts counts,
    List<Progress.Stage> stages,
    @Schema(description = "Finished documents, from 0 to 1; absent while unknown")
        Optional<Double> progress,
    @Schema(description = "Documents finished a minute") Optional<Double> ratePerMinute,
    @Schema(description = "Seconds until all are finished, at this rate") Optional<Long> etaSeconds,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    @Schema(description = "Every state the job has entered; not in lists")
        Optional<List<Entered>> transitions,
    @Schema(description = "Every node that has worked on the job; not in lists")
        Optional<List<Node>> nodes,
    @Schema(description = "Why the job failed") Optional<ProblemView> problem) {

  /** One line of a job's history. */
  @Schema(name = "Transition")
  public record Entered(String state, Instant at, Optional<String> reason) {
    static Entered of(Transition transition) {
      return new Entered(transition.state().wire(), transition.at(), transition.reason());
    }
  }

  /** A node that has worked on the job. */
  @Schema(name = "WorkingNode")
  public record Node(long node, String name, Instant since) {
    static Node of(Worker worker) {
      return new Node(worker.node(), worker.name(), worker.since());
    }
  }

  /** Many jobs. */
  @Schema(name = "Jobs")
  public record Page(List<JobView> jobs) {}

  /** A job in a list. */
  static JobView brief(Job job) {
    return of(job, Optional.empty(), Optional.empty());
  }

  /** A job by itself. */
  static JobView full(Job job, List<Transition> history, List<Worker> workers) {
    return of(
        job,
        Optional.of(history.stream().map(Entered::of).toList()),
        Optional.of(workers.stream().map(Node::of).toList()));
  }

  private static JobView of(Job job, Optional<List<Entered>> history, Optional<List<Node>> nodes) {
    Progress progress = Progress.of(job);
    Job.Pace pace = job.pace();
    return new JobView(
        job.id(),
        job.request().pipeline(),
        job.request().version(),
        job.request().label().name(),
        job.request().label().batch(),
        job.request().label().priority(),
        job.state().wire(),
        job.request().params(),
        job.processing().wire(),
        progress.counts(),
        progress.stages(),
        progress.progress(),
        progress.ratePerMinute(),
        progress.etaSeconds(),
        pace.createdAt(),
        pace.startedAt(),
        pace.finishedAt(),
        history,
        nodes,
        job.problem().map(ProblemView::of));
  }
}

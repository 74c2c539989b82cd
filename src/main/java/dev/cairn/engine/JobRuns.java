package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Pipelines;
import dev.cairn.store.Grants.Grant;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this node can run, and how a granted job becomes a {@link JobRun}. */
@Singleton
final class JobRuns {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Jobs whose speed is remembered, the last ones; each goes along with every claim. */
  private static final int REMEMBERED = 16;

  private final Map<String, Pipeline> plans = new HashMap<>();
  private final Map<Long, Double> speeds = new LinkedHashMap<>();
  private final Limits limits;
  private final WorkerPool workers;

  JobRuns(Pipelines pipelines, Limits limits, WorkerPool workers) {
    this.limits = limits;
    this.workers = workers;
    pipelines.all().forEach(each -> plans.put(each.name() + ":" + each.version(), each));
  }

  /** What this node can run, as {@code name:version}. */
  List<String> plans() {
    return List.copyOf(plans.keySet());
  }

  /** Documents to take on of a job that is not known here. */
  long taste() {
    // Which job it will be is not known: most stages compute.
    return workers.places();
  }

  /** Whom to tell when more documents may be begun at once than before. */
  void whenMorePlaces(Runnable action) {
    workers.whenMorePlaces(action);
  }

  JobRun open(Grant grant) {
    Pipeline pipeline = plans.get(grant.pipeline());
    if (pipeline == null) {
      throw new IllegalStateException("granted what was not wished for: " + grant.pipeline());
    }
    return new JobRun(
        grant.lease().job(),
        pipeline,
        parameters(pipeline, grant),
        gates(pipeline),
        workers::places,
        speeds.getOrDefault(grant.lease().job(), 0.0));
  }

  /**
   * Remembers how fast a job went, of which this node has nothing left for now. Else it would begin
   * with a few documents each time: where these are done before more are claimed, that is for ever.
   */
  void remember(JobRun run) {
    double speed = run.speedInTheEnd();
    if (speed > 0) {
      speeds.remove(run.job());
      speeds.put(run.job(), speed);
    }
    if (speeds.size() > REMEMBERED) {
      speeds.remove(speeds.keySet().iterator().next());
    }
  }

  /** Documents to take on at once of each job whose speed is remembered. */
  Map<Long, Long> appetite() {
    Map<Long, Long> appetite = new HashMap<>();
    speeds.forEach((job, speed) -> appetite.put(job, JobRun.appetite(speed)));
    return appetite;
  }

  private static Parameters parameters(Pipeline pipeline, Grant grant) {
    try {
      return pipeline
          .parameters()
          .check(JSON.readValue(grant.params(), new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored parameters are no JSON: " + grant.params(), e);
    }
  }

  private JobRun.Gates gates(Pipeline pipeline) {
    return new JobRun.Gates(
        limits.gate(pipeline.name(), pipeline.limit()),
        pipeline.stages().stream()
            .map(
                stage ->
                    new JobRun.Gates.Gated(
                        limits.gate(pipeline.name() + "." + stage.name(), stage.limit())))
            .toList());
  }
}

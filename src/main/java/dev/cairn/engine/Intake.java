package dev.cairn.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.JobRequest;
import dev.cairn.job.Once;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.job.StoredFile;
import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Pipelines;
import dev.cairn.pipeline.Stage;
import dev.cairn.store.Submissions;
import dev.cairn.store.Submissions.Splitting;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes jobs in: checks what is asked for, enters it, and tells the engine. */
@ApplicationScoped
public class Intake {

  /**
   * What someone wants done.
   *
   * @param params as given, not checked yet
   */
  public record Wish(
      Pipeline pipeline, Map<String, ?> params, JobRequest.Label label, Optional<Once> once) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Pipelines pipelines;
  private final Submissions submissions;
  private final Engine engine;

  Intake(Pipelines pipelines, Submissions submissions, Engine engine) {
    this.pipelines = pipelines;
    this.submissions = submissions;
    this.engine = engine;
  }

  /**
   * The pipeline of that name.
   *
   * @throws ProblemException 422 {@code unknown-pipeline}, naming those there are
   */
  public Pipeline pipeline(String name) {
    return pipelines.find(name).orElseThrow(() -> unknown(name));
  }

  /**
   * Enters a job; acknowledged means committed.
   *
   * @param uploads in the order that documents shall have
   * @return internal key of the job
   * @throws ProblemException 422, as it is or as a failed Uni
   */
  public Uni<Long> submit(long tenant, Wish wish, List<UUID> uploads) {
    if (uploads.isEmpty()) {
      throw noDocuments();
    }
    return submissions
        .submit(tenant, request(wish), uploads, splitting(wish))
        .invoke(engine::lookForWork);
  }

  /**
   * Enters a job about one file that is no upload yet, and becomes one with it.
   *
   * @return internal key of the job
   * @throws ProblemException 422, as it is or as a failed Uni
   */
  public Uni<Long> submit(long tenant, Wish wish, StoredFile file) {
    return submissions
        .submit(tenant, request(wish), file, splitting(wish))
        .invoke(engine::lookForWork);
  }

  private static Splitting splitting(Wish wish) {
    return switch (wish.pipeline().unit()) {
      case FILE -> Splitting.WHOLE;
      case LINE -> Splitting.LATER;
    };
  }

  private static JobRequest request(Wish wish) {
    Pipeline pipeline = wish.pipeline();
    Parameters checked = pipeline.parameters().check(wish.params());
    return new JobRequest(
        new JobRequest.Plan(
            pipeline.name(),
            pipeline.version(),
            pipeline.stages().stream().map(Stage::name).toList(),
            pipeline.documentStages()),
        json(checked),
        wish.label(),
        wish.once());
  }

  private static String json(Parameters parameters) {
    try {
      return JSON.writeValueAsString(parameters.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked parameters are plain values", e);
    }
  }

  private ProblemException unknown(String name) {
    String known = pipelines.all().stream().map(Pipeline::name).collect(Collectors.joining(", "));
    return ProblemException.permanent(
        Problem.ofField(
            "unknown-pipeline",
            "There is no such pipeline",
            422,
            "pipeline",
            "There is no pipeline '" + name + "'; there are: " + known + "."));
  }

  /** The answer to a submission of nothing. */
  public static ProblemException noDocuments() {
    return ProblemException.permanent(
        Problem.ofField(
            "no-documents",
            "There is nothing to process",
            422,
            "uploads",
            "A job needs at least one document."));
  }
}

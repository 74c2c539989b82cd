package dev.cairn.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Checks the work against its pipeline, brings the files up and submits the job. */
final class Submission {

  private final Api api;
  private final Uploader uploader;
  private final WorkOptions work;

  Submission(Api api, Uploader uploader, WorkOptions work) {
    this.api = api;
    this.uploader = uploader;
    this.work = work;
  }

  /** The parameters with their types; wrong ones end the program before any upload. */
  Json params() {
    Json pipeline;
    try {
      pipeline = api.get(Query.of("v1/pipelines", work.pipeline()));
    } catch (Failure.Refused e) {
      throw e.status() == 404 ? unknownPipeline() : e;
    }
    return new ParamTypes(work.pipeline(), pipeline.get("params")).typed(work.params());
  }

  JobView submit(List<InputFile> files, Json params, Optional<String> batch) {
    SequencedMap<String, Json> job = new LinkedHashMap<>();
    job.put("pipeline", Json.of(work.pipeline()));
    job.put("uploads", Json.texts(uploader.upload(files)));
    job.put("params", params);
    work.name().ifPresent(name -> job.put("name", Json.of(name)));
    batch.ifPresent(given -> job.put("batch", Json.of(given)));
    JobView submitted = new JobView(api.post(Query.of("v1/jobs"), new Json.Obj(job)));
    uploader.named(files);
    return submitted;
  }

  private Failure unknownPipeline() {
    List<String> names =
        api.get(Query.of("v1/pipelines")).list("pipelines").stream()
            .flatMap(pipeline -> pipeline.text("name").stream())
            .toList();
    return Failure.usage(
        "no pipeline '" + work.pipeline() + "'; there are: " + String.join(", ", names));
  }
}

package dev.cairn.rest;

import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A pipeline on the wire. */
@Schema(name = "Pipeline")
public record PipelineView(
    @Schema(examples = "chunk") String name,
    int version,
    String description,
    @Schema(
            enumeration = {"file", "line"},
            description = "What one document is")
        String unit,
    List<String> stages,
    @Schema(description = "JSON Schema (2020-12) of the parameters") Map<String, Object> params,
    @Schema(description = "Fields of a record: the columns of CSV") List<String> recordFields) {

  /** All pipelines. */
  @Schema(name = "Pipelines")
  public record Page(List<PipelineView> pipelines) {}

  static PipelineView of(Pipeline pipeline) {
    return new PipelineView(
        pipeline.name(),
        pipeline.version(),
        pipeline.description(),
        pipeline.unit().name().toLowerCase(Locale.ROOT),
        pipeline.stages().stream().map(Stage::name).toList(),
        pipeline.parameters().schema(),
        pipeline.recordFields());
  }
}

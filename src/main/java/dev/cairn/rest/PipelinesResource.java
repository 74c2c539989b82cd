package dev.cairn.rest;

import dev.cairn.pipeline.Pipelines;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this server can do. */
@Path("/v1/pipelines")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "pipelines", description = "What can be done with documents")
public class PipelinesResource {

  private final Pipelines pipelines;

  PipelinesResource(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  @GET
  @Operation(operationId = "listPipelines", summary = "All pipelines of this server")
  @APIResponse(responseCode = "200", description = "Pipelines, ordered by name")
  public PipelineView.Page list() {
    return new PipelineView.Page(pipelines.all().stream().map(PipelineView::of).toList());
  }

  @GET
  @Path("/{name}")
  @Operation(
      operationId = "getPipeline",
      summary = "One pipeline, with the schema of its parameters")
  @APIResponse(responseCode = "200", description = "The pipeline")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public PipelineView get(@PathParam("name") String name) {
    return pipelines
        .find(name)
        .map(PipelineView::of)
        .orElseThrow(() -> Refusals.notFound("pipeline " + name));
  }
}

package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.engine.Records;
import dev.cairn.job.Job;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Pipelines;
import dev.cairn.store.Results;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The records that a job has made. */
@Path("/v1/jobs/{id}/results")
@Tag(name = "results")
public class ResultsResource {

  private final JobFinder finder;
  private final Results results;
  private final Records records;
  private final Pipelines pipelines;
  private final Caller caller;

  ResultsResource(
      JobFinder finder, Results results, Records records, Pipelines pipelines, Caller caller) {
    this.finder = finder;
    this.results = results;
    this.records = records;
    this.pipelines = pipelines;
    this.caller = caller;
  }

  @GET
  @Produces(MediaType.WILDCARD)
  @Operation(
      operationId = "getResults",
      summary = "The records that are committed",
      description =
          """
          Streamed, in document order, at any time. With `follow=true` (jsonl only) records come in
          the order of their commit, as they are committed, and the answer ends with the job. In CSV
          a text that a spreadsheet would take for a formula is preceded by an apostrophe.
          """)
  @APIResponse(
      responseCode = "200",
      description = "Records",
      content = {
        @Content(mediaType = "application/x-ndjson"),
        @Content(mediaType = "application/json"),
        @Content(mediaType = "text/csv")
      })
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> get(
      @PathParam("id") String id,
      @Parameter(description = "jsonl, json or csv; jsonl when not given") @QueryParam("format")
          @Nullable String format,
      @Parameter(description = "Stay and send what is still to come") @QueryParam("follow")
          @Nullable String follow) {
    boolean stay = stays(follow);
    if (stay && format != null && !format.equals("jsonl")) {
      throw Refusals.invalidRequest("follow", "follow goes with format jsonl only, not " + format);
    }
    return finder
        .find(caller.tenant(), id)
        .map(
            job -> {
              ResultFormat written = ResultFormat.of(format, columns(job));
              Multi<byte[]> chunks =
                  stay
                      ? records.follow(job).map(lines -> lines.getBytes(UTF_8))
                      : written.write(results.records(job.key()));
              return Response.ok(new ByteStream(chunks)).type(written.mediaType()).build();
            });
  }

  /** Of a pipeline that is not here any more nobody knows the fields; the whole record is one. */
  private List<String> columns(Job job) {
    return pipelines.find(job.request().pipeline()).map(Pipeline::recordFields).orElse(List.of());
  }

  private static boolean stays(@Nullable String follow) {
    return switch (follow == null ? "false" : follow) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw Refusals.invalidRequest("follow", "follow is neither true nor false: " + follow);
    };
  }
}

package dev.cairn.rest;

import dev.cairn.job.JobState;
import dev.cairn.store.Jobs;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All jobs: handing in and listing. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs", description = "One run of one pipeline over a set of documents")
public class JobsResource {

  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 500;

  private final Jobs jobs;
  private final JobFinder finder;
  private final Submitter submitter;
  private final Caller caller;

  JobsResource(Jobs jobs, JobFinder finder, Submitter submitter, Caller caller) {
    this.jobs = jobs;
    this.finder = finder;
    this.submitter = submitter;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "submitJob",
      summary = "Submit a job",
      description =
          """
          Three forms: JSON that names uploads; with `?pipeline=` a multipart form whose files are the
          documents and whose other parts are parameters; with `?pipeline=` any other body, which is
          the one document. With `?pipeline=` parameters may also be given as `param.NAME=VALUE`.
          """)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = JobOrder.class)),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = UploadForm.class)),
        @Content(
            mediaType = MediaType.APPLICATION_OCTET_STREAM,
            schema =
                @Schema(
                    type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
                    format = "binary"))
      })
  @APIResponse(
      responseCode = "202",
      description = "Accepted, and kept whatever happens",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "422", ref = "Unprocessable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @APIResponse(responseCode = "409", ref = "Conflict")
  @Parameter(
      name = Repeats.HEADER,
      in = ParameterIn.HEADER,
      description = "Your own key for this submission: the same one again makes no second job")
  @Parameter(name = "pipeline", description = "For forms and plain bodies")
  @Parameter(name = "name", description = "For forms and plain bodies: name of job and document")
  @Parameter(name = "batch", description = "For forms and plain bodies")
  @Parameter(name = "priority", description = "For forms and plain bodies")
  public Uni<Response> submit(@Context HttpServerRequest request, @Context UriInfo uri) {
    long tenant = caller.tenant();
    dev.cairn.rest.RequestBody body = new dev.cairn.rest.RequestBody(request);
    return body.consume(() -> submitter.submit(tenant, body, uri.getQueryParameters()))
        .chain(finder::view)
        .map(job -> Response.accepted(job).location(URI.create("/v1/jobs/" + job.id())).build());
  }

  @GET
  @Operation(operationId = "listJobs", summary = "List jobs, newest first")
  @APIResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content = @Content(schema = @Schema(implementation = JobView.Page.class)))
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> list(
      @Parameter(description = "A state, or `unfinished`") @QueryParam("status")
          @Nullable String status,
      @QueryParam("pipeline") @Nullable String pipeline,
      @QueryParam("batch") @Nullable String batch,
      @Parameter(description = "1 to 500; 50 when not given") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "From a Link header") @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo uri) {
    int most = Paging.limit(limit, USUAL_LIMIT, MOST);
    Jobs.Filter filter =
        new Jobs.Filter(
            states(status),
            Optional.ofNullable(pipeline),
            Optional.ofNullable(batch),
            Paging.cursor(cursor, UUID::fromString),
            most);
    return jobs.list(caller.tenant(), filter)
        .map(
            page ->
                Pages.of(
                    new JobView.Page(page.stream().map(JobView::brief).toList()),
                    Paging.next(uri, page, most, job -> job.id())));
  }

  private static List<String> states(@Nullable String status) {
    if (status == null) {
      return List.of();
    }
    if (status.equals("unfinished")) {
      return Jobs.Filter.unfinished();
    }
    return JobState.ofWire(status)
        .map(state -> List.of(state.wire()))
        .orElseThrow(
            () ->
                Refusals.invalidRequest(
                    "status", "status is neither a job's state nor unfinished: " + status));
  }
}

package dev.cairn.rest;

import dev.cairn.engine.Engine;
import dev.cairn.engine.EventFeed;
import dev.cairn.job.Command;
import dev.cairn.store.Control;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One job: how it stands, and what it is told. */
@Path("/v1/jobs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobResource {

  private final JobFinder finder;
  private final Control control;
  private final Engine engine;
  private final EventFeed feed;
  private final Caller caller;

  JobResource(JobFinder finder, Control control, Engine engine, EventFeed feed, Caller caller) {
    this.finder = finder;
    this.control = control;
    this.engine = engine;
    this.feed = feed;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "getJob",
      summary = "How a job stands",
      description = "Costs the same for ten documents and ten million.")
  @APIResponse(responseCode = "200", description = "The job")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<JobView> get(@PathParam("id") String id) {
    return finder.find(caller.tenant(), id).chain(finder::view);
  }

  @POST
  @Path("/pause")
  @Operation(
      operationId = "pauseJob",
      summary = "Begin no more documents",
      description = "Documents in flight finish; then the job is `paused`.")
  @APIResponse(
      responseCode = "202",
      description = "Obeyed, or so already",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  public Uni<Response> pause(@PathParam("id") String id) {
    return obey(id, Command.PAUSE);
  }

  @POST
  @Path("/resume")
  @Operation(operationId = "resumeJob", summary = "Go on after a pause")
  @APIResponse(
      responseCode = "202",
      description = "Obeyed, or so already",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  public Uni<Response> resume(@PathParam("id") String id) {
    return obey(id, Command.RESUME);
  }

  @POST
  @Path("/stop")
  @Operation(
      operationId = "stopJob",
      summary = "End a job early",
      description = "Documents in flight finish; what is finished is kept.")
  @APIResponse(
      responseCode = "202",
      description = "Obeyed, or so already",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  public Uni<Response> stop(@PathParam("id") String id) {
    return obey(id, Command.STOP);
  }

  @POST
  @Path("/retry")
  @Operation(
      operationId = "retryJob",
      summary = "Try failed documents again, or a stage of all",
      description =
          """
          A stopped job goes on with what is left. 409 when there is nothing to retry. With `stage`
          all documents of a finished job go through that stage and those behind it once more.
          """)
  @APIResponse(
      responseCode = "202",
      description = "Obeyed",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  @APIResponse(responseCode = "422", ref = "Unprocessable")
  public Uni<Response> retry(
      @PathParam("id") String id,
      @Parameter(description = "The first stage to do again") @QueryParam("stage")
          @Nullable String stage) {
    return stage == null
        ? obey(id, Command.RETRY)
        : changed(id, control.redo(caller.tenant(), Ids.expect(id, "job"), stage));
  }

  /** What can be changed of a job. */
  @Schema(name = "JobChange")
  public record Change(
      @Schema(description = "Each one more doubles its share of the work", required = true)
          @Nullable Integer priority) {}

  @PATCH
  @Operation(operationId = "changeJob", summary = "Change a job's priority")
  @APIResponse(
      responseCode = "200",
      description = "Changed",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "422", ref = "Unprocessable")
  public Uni<JobView> change(@PathParam("id") String id, @Nullable Change change) {
    Integer priority = change == null ? null : change.priority();
    if (priority == null) {
      throw Refusals.invalidField("priority", "There is no priority to change to.");
    }
    int checked = Labels.of(null, null, priority).priority();
    return control
        .prioritize(caller.tenant(), Ids.expect(id, "job"), checked)
        .map(found -> found.orElseThrow(() -> Refusals.notFound("job " + id)))
        .chain(finder::view);
  }

  @DELETE
  @Operation(operationId = "deleteJob", summary = "Remove a finished job and all its results")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  public Uni<Response> delete(@PathParam("id") String id) {
    return control
        .delete(caller.tenant(), Ids.expect(id, "job"))
        .map(found -> found.orElseThrow(() -> Refusals.notFound("job " + id)))
        .map(removed -> Response.noContent().build());
  }

  private Uni<Response> obey(String id, Command command) {
    return changed(id, control.obey(caller.tenant(), Ids.expect(id, "job"), command));
  }

  private Uni<Response> changed(String id, Uni<Optional<Long>> change) {
    return change
        .map(found -> found.orElseThrow(() -> Refusals.notFound("job " + id)))
        .invoke(
            job -> {
              engine.obey();
              feed.committed(job);
            })
        .chain(job -> finder.view(job))
        .map(view -> Response.accepted(view).build());
  }
}

package dev.cairn.rest;

import dev.cairn.store.Results;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The named output files of a job. */
@Path("/v1/jobs/{id}/artifacts")
@Tag(name = "results", description = "What came of it")
public class ArtifactsResource {

  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1_000;

  private final JobFinder finder;
  private final Results results;
  private final Caller caller;

  ArtifactsResource(JobFinder finder, Results results, Caller caller) {
    this.finder = finder;
    this.results = results;
    this.caller = caller;
  }

  /** Where an artifact stands in the order of a job's artifacts, which is also its name. */
  private record Place(long seq, String name) {
    static final Place BEFORE_ALL = new Place(-1, "");

    static Place of(String text) {
      int slash = text.indexOf('/');
      return new Place(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
    }
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "listArtifacts", summary = "A job's artifacts, by document and name")
  @APIResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content = @Content(schema = @Schema(implementation = ArtifactView.Page.class)))
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> list(
      @PathParam("id") String id,
      @Parameter(description = "1 to 1000; 100 when not given") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "From a Link header") @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo uri) {
    int most = Paging.limit(limit, USUAL_LIMIT, MOST);
    Place after = Paging.cursor(cursor, Place::of).orElse(Place.BEFORE_ALL);
    return finder
        .find(caller.tenant(), id)
        .chain(job -> results.artifacts(job.key(), after.seq(), after.name(), most))
        .map(
            page ->
                Pages.of(
                    new ArtifactView.Page(page.stream().map(ArtifactView::of).toList()),
                    Paging.next(uri, page, most, last -> last.seq() + "/" + last.name())));
  }

  @GET
  @Path("/{seq}/{name}")
  @Produces(MediaType.WILDCARD)
  @Operation(operationId = "getArtifact", summary = "The bytes of an artifact")
  @APIResponse(responseCode = "200", description = "The bytes, with the artifact's media type")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> get(
      @PathParam("id") String id, @PathParam("seq") String seq, @PathParam("name") String name) {
    long document = Sequence.expect(seq);
    return finder
        .find(caller.tenant(), id)
        .chain(job -> results.artifact(job.key(), document, name))
        .map(found -> found.orElseThrow(() -> Refusals.notFound("artifact " + seq + "/" + name)))
        .map(bytes -> Response.ok(bytes.content(), MediaType.valueOf(bytes.mediaType())).build());
  }
}

package dev.cairn.rest;

import dev.cairn.job.DocumentState;
import dev.cairn.store.Documents;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The documents of a job. */
@Path("/v1/jobs/{id}/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "documents", description = "What a job works on, one by one")
public class DocumentsResource {

  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1_000;

  private final JobFinder finder;
  private final Documents documents;
  private final Caller caller;

  DocumentsResource(JobFinder finder, Documents documents, Caller caller) {
    this.finder = finder;
    this.documents = documents;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listDocuments", summary = "A job's documents, in order")
  @APIResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content = @Content(schema = @Schema(implementation = DocumentView.Page.class)))
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> list(
      @PathParam("id") String id,
      @Parameter(description = "pending, running, done, failed or skipped") @QueryParam("status")
          @Nullable String status,
      @Parameter(description = "1 to 1000; 100 when not given") @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "From a Link header") @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo uri) {
    int most = Paging.limit(limit, USUAL_LIMIT, MOST);
    long after = Paging.cursor(cursor, Long::valueOf).orElse(-1L);
    Optional<DocumentState> state = Optional.ofNullable(status).map(DocumentsResource::state);
    return finder
        .find(caller.tenant(), id)
        .chain(job -> documents.page(job, state, after, most))
        .map(
            page ->
                Pages.of(
                    new DocumentView.Page(page.stream().map(DocumentView::brief).toList()),
                    Paging.next(uri, page, most, last -> last.document().seq())));
  }

  @GET
  @Path("/{seq}")
  @Operation(
      operationId = "getDocument",
      summary = "One document, with its checkpoints and failed tries")
  @APIResponse(responseCode = "200", description = "The document")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<DocumentView> get(@PathParam("id") String id, @PathParam("seq") String seq) {
    long number = Sequence.expect(seq);
    return finder
        .find(caller.tenant(), id)
        .chain(job -> documents.find(job, number))
        .map(found -> found.orElseThrow(() -> Refusals.notFound("document " + seq)))
        .map(DocumentView::full);
  }

  private static DocumentState state(String status) {
    return DocumentState.ofWire(status)
        .orElseThrow(
            () -> Refusals.invalidRequest("status", "status is no state of a document: " + status));
  }
}

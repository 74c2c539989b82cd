package dev.cairn.rest;

import dev.cairn.store.Arrivals;
import dev.cairn.store.Uploads;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files on their way in. */
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "uploads", description = "Files, before a job names them")
public class UploadsResource {

  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 500;

  private final Uploads uploads;
  private final Arrivals arrivals;
  private final Submitter submitter;
  private final TusUploads tus;
  private final Caller caller;

  UploadsResource(
      Uploads uploads, Arrivals arrivals, Submitter submitter, TusUploads tus, Caller caller) {
    this.uploads = uploads;
    this.arrivals = arrivals;
    this.submitter = submitter;
    this.tus = tus;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "upload",
      summary = "Upload a file",
      description =
          """
          The body is the file as it is, of any size; it is streamed to disk. With the header
          `Tus-Resumable` it is the creation of the tus protocol 1.0.0, for uploads that survive cut
          connections.
          """)
  @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "201",
      description = "Arrived whole and safe on disk",
      content = @Content(schema = @Schema(implementation = UploadView.class)))
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> upload(
      @Parameter(description = "File name; `upload` when not given") @QueryParam("name")
          @Nullable String name,
      @Context HttpServerRequest request) {
    long tenant = caller.tenant();
    RequestBody body = new RequestBody(request);
    if (Tus.spoken(request.headers())) {
      return body.consume(() -> tus.create(body));
    }
    return body.consume(() -> submitter.receive(tenant, body, name == null ? "" : name))
        .map(UploadView::of)
        .map(
            upload ->
                Response.created(URI.create("/v1/uploads/" + upload.id())).entity(upload).build());
  }

  @GET
  @Operation(
      operationId = "listUploads",
      summary = "Uploads, newest first",
      description = "Also those on their way, which have no digest yet.")
  @APIResponse(
      responseCode = "200",
      description = "One page; the Link header leads to the next",
      content = @Content(schema = @Schema(implementation = UploadsPage.class)))
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  public Uni<Response> list(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo asked) {
    int most = Paging.limit(limit, USUAL_LIMIT, MOST);
    Optional<UUID> before = Paging.cursor(cursor, UUID::fromString);
    return Uni.combine()
        .all()
        .unis(
            uploads.list(caller.tenant(), before, most),
            arrivals.list(caller.tenant(), before, most))
        .asTuple()
        .map(
            both ->
                Stream.concat(
                        both.getItem1().stream().map(UploadView::of),
                        both.getItem2().stream().map(UploadView::of))
                    .sorted(Comparator.comparing(UploadView::id, UploadsResource::byAge).reversed())
                    .limit(most)
                    .toList())
        .map(
            page ->
                Pages.of(new UploadsPage(page), Paging.next(asked, page, most, UploadView::id)));
  }

  /** As PostgreSQL compares them; {@link UUID} itself compares signed halves. */
  private static int byAge(UUID one, UUID other) {
    return one.toString().compareTo(other.toString());
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getUpload", summary = "What is known of an upload")
  @APIResponse(
      responseCode = "200",
      description = "The upload",
      content = @Content(schema = @Schema(implementation = UploadView.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<UploadView> get(@PathParam("id") String given) {
    long tenant = caller.tenant();
    UUID id = Ids.expect(given, "upload");
    return uploads
        .find(tenant, id)
        .chain(
            whole ->
                whole.isPresent()
                    ? Uni.createFrom().item(whole.map(UploadView::of))
                    : arrivals.look(tenant, id).map(found -> found.map(UploadView::of)))
        .map(found -> found.orElseThrow(() -> Refusals.notFound("upload " + given)));
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "removeUpload",
      summary = "Forget an upload",
      description = "Jobs that have named it keep its bytes. Also the termination of tus.")
  @APIResponse(responseCode = "204", description = "It is forgotten")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> remove(@PathParam("id") String id, @Context HttpServerRequest request) {
    if (Tus.spoken(request.headers())) {
      Tus.expectVersion(request.headers());
    }
    return tus.delete(id);
  }

  /** A page of uploads on the wire. */
  @Schema(name = "Uploads")
  public record UploadsPage(List<UploadView> uploads) {
    public UploadsPage {
      uploads = List.copyOf(uploads);
    }
  }
}

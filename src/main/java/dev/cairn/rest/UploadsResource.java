package dev.cairn.rest;

import dev.cairn.store.Uploads;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
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

  private final Uploads uploads;
  private final Submitter submitter;
  private final Caller caller;

  UploadsResource(Uploads uploads, Submitter submitter, Caller caller) {
    this.uploads = uploads;
    this.submitter = submitter;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "upload",
      summary = "Upload a file",
      description = "The body is the file as it is, of any size; it is streamed to disk.")
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
    return body.consume(() -> submitter.receive(tenant, body, name == null ? "" : name))
        .map(UploadView::of)
        .map(
            upload ->
                Response.created(URI.create("/v1/uploads/" + upload.id())).entity(upload).build());
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getUpload", summary = "What is known of an upload")
  @APIResponse(responseCode = "200", description = "The upload")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<UploadView> get(@PathParam("id") String id) {
    return uploads
        .find(caller.tenant(), Ids.expect(id, "upload"))
        .map(found -> found.orElseThrow(() -> Refusals.notFound("upload " + id)))
        .map(UploadView::of);
  }
}

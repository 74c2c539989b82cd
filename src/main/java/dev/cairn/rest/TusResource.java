package dev.cairn.rest;

import dev.cairn.ingest.Checksum;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The requests of the tus protocol that go on with an upload. */
@Path("/v1/uploads")
@Tag(name = "uploads", description = "Files, before a job names them")
public class TusResource {

  private final TusUploads uploads;

  TusResource(TusUploads uploads) {
    this.uploads = uploads;
  }

  @OPTIONS
  @Operation(
      operationId = "uploadOptions",
      summary = "What of the tus protocol 1.0.0 is spoken here")
  @APIResponse(responseCode = "204", description = "Tus-Version, Tus-Extension, Tus-Max-Size")
  public Response options() {
    return Response.noContent()
        .header("Tus-Version", Tus.VERSION)
        .header("Tus-Extension", Tus.EXTENSIONS)
        .header("Tus-Max-Size", uploads.most())
        .header("Tus-Checksum-Algorithm", String.join(",", Checksum.algorithms()))
        .build();
  }

  @OPTIONS
  @Path("/{id}")
  @Operation(hidden = true)
  public Response optionsOfUpload() {
    return options();
  }

  @HEAD
  @Path("/{id}")
  @Operation(
      operationId = "uploadOffset",
      summary = "How far an upload is (tus)",
      description = "Whoever still sends to it is cut off, so that the answer stays true.")
  @APIResponse(responseCode = "200", description = "Upload-Offset, Upload-Length, Upload-Metadata")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public Uni<Response> head(@PathParam("id") String id, @Context HttpServerRequest request) {
    return uploads.head(id, request.headers());
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      operationId = "appendToUpload",
      summary = "Send the next bytes of an upload (tus)",
      description =
          "As application/offset+octet-stream, with Upload-Offset and perhaps Upload-Checksum.")
  @APIResponse(
      responseCode = "204",
      description = "Received and durable; Upload-Offset says how far")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "Conflict")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "460", description = "`checksum-mismatch`: none of it was kept")
  public Uni<Response> append(@PathParam("id") String id, @Context HttpServerRequest request) {
    RequestBody body = new RequestBody(request);
    return body.consume(() -> uploads.append(id, body));
  }

  /** For clients that can send no other method. */
  @POST
  @Path("/{id}")
  @Operation(hidden = true)
  public Uni<Response> instead(@PathParam("id") String id, @Context HttpServerRequest request) {
    String method = Objects.requireNonNullElse(request.getHeader(Tus.METHOD_OVERRIDE), "");
    RequestBody body = new RequestBody(request);
    return body.consume(
        () ->
            switch (method.toUpperCase(Locale.ROOT)) {
              case "PATCH" -> uploads.append(id, body);
              case "HEAD" -> uploads.head(id, request.headers());
              case "DELETE" -> uploads.delete(id);
              default -> throw notAllowed();
            });
  }

  private static ProblemException notAllowed() {
    return ProblemException.permanent(
        Problem.ofField(
            "method-not-allowed",
            "The method is not allowed here",
            405,
            Tus.METHOD_OVERRIDE,
            "With POST it has to be one of PATCH, HEAD and DELETE."));
  }
}

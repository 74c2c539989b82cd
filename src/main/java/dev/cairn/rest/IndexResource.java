package dev.cairn.rest;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The front door. */
@Path("/")
public class IndexResource {

  @GET
  @NonBlocking
  @Operation(hidden = true)
  public Response index() {
    return Response.seeOther(URI.create("/q/swagger-ui/")).build();
  }
}

package dev.cairn.rest;

import dev.cairn.store.Schema;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Turns requests away as long as a server that has just started waits for its database. */
class Opening {

  private final Schema schema;

  Opening(Schema schema) {
    this.schema = schema;
  }

  @ServerRequestFilter
  Optional<Response> closed(ContainerRequestContext request) {
    return request.getUriInfo().getPath().startsWith("/v1/")
        ? schema.trouble().map(why -> Failures.unavailable())
        : Optional.empty();
  }
}

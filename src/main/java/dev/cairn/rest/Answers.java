package dev.cairn.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What every answer carries. */
class Answers {

  /** Artifacts and results hold text of strangers: a browser shall take them for what we say. */
  @ServerResponseFilter
  void secure(ContainerResponseContext answer) {
    answer.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    answer.getHeaders().putSingle("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  /** As the protocol wants it, in refusals too. */
  @ServerResponseFilter
  void tus(ContainerRequestContext request, ContainerResponseContext answer) {
    if (request.getUriInfo().getPath().startsWith("/v1/uploads")) {
      answer.getHeaders().putSingle(Tus.RESUMABLE, Tus.VERSION);
      if (answer.getStatus() == Response.Status.PRECONDITION_FAILED.getStatusCode()) {
        answer.getHeaders().putSingle("Tus-Version", Tus.VERSION);
      }
    }
  }
}

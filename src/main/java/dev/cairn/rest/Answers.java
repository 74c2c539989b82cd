package dev.cairn.rest;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What every answer carries. */
class Answers {

  /** Artifacts and results hold text of strangers: a browser shall take them for what we say. */
  @ServerResponseFilter
  void secure(ContainerResponseContext answer) {
    answer.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    answer.getHeaders().putSingle("Content-Security-Policy", "default-src 'none'; sandbox");
  }
}

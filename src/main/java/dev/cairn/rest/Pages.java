package dev.cairn.rest;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Answers that may go on. */
final class Pages {

  private Pages() {}

  static Response of(Object page, Optional<Link> next) {
    Response.ResponseBuilder answer = Response.ok(page);
    next.ifPresent(answer::links);
    return answer.build();
  }
}

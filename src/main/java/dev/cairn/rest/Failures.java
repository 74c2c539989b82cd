package dev.cairn.rest;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.store.Database;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of whatever went wrong. */
class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final int RETRY_AFTER_SECONDS = 2;

  @ServerExceptionMapper
  Response of(ProblemException failure) {
    return answer(failure.problem()).build();
  }

  /** What Quarkus refuses by itself: unknown paths, methods and media types. */
  @ServerExceptionMapper
  Response of(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    if (status < 400) {
      return failure.getResponse();
    }
    Response.ResponseBuilder answer = answer(refusal(status));
    String allowed = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return (allowed == null ? answer : answer.header(HttpHeaders.ALLOW, allowed)).build();
  }

  @ServerExceptionMapper
  Response of(Throwable failure) {
    if (Database.unreachable(failure)) {
      LOG.warnf("The database can't be reached: %s", failure.getMessage());
      return unavailable();
    }
    if (noRoom(failure)) {
      LOG.warn("The disk is full: what was sent can't be kept");
      return answer(
              Problem.of(
                  "no-room",
                  "There is no room left",
                  503,
                  "The disk is full; try again when there is room."))
          .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
          .build();
    }
    if (!(failure instanceof HttpClosedException)) { // nobody is left to read the answer
      LOG.error("A request failed", failure);
    }
    return answer(
            Problem.of(
                "internal", "Something went wrong here", 500, "The server's log says what it was."))
        .build();
  }

  /** The answer while the database can't be reached. */
  static Response unavailable() {
    return answer(
            Problem.of(
                "database-unavailable",
                "The database can't be reached",
                503,
                "Nothing is lost; try again in a moment."))
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }

  /** The JDK has no type for it; the words are the operating system's, on Linux and macOS. */
  private static boolean noRoom(Throwable failure) {
    Throwable cause = failure instanceof UncheckedIOException io ? io.getCause() : failure;
    return cause instanceof IOException
        && cause.getMessage() != null
        && cause.getMessage().endsWith("No space left on device");
  }

  private static Problem refusal(int status) {
    return switch (status) {
      case 404 -> Refusals.notFound("such address").problem();
      case 405 ->
          Problem.of(
              "method-not-allowed",
              "The method is not allowed here",
              405,
              "OPTIONS tells those that are.");
      case 406 ->
          Problem.of(
              "not-acceptable",
              "There is no form that the Accept header admits",
              406,
              "Ask for another media type.");
      case 415 ->
          Problem.of(
              "unsupported-media-type",
              "The media type is not taken here",
              415,
              "Send another Content-Type.");
      default -> Problem.of("refused", "The request was refused", status, "Status " + status + ".");
    };
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status())
        .entity(ProblemView.of(problem))
        .type(ProblemView.MEDIA_TYPE);
  }
}

package dev.cairn.rest;

import dev.cairn.job.Job;
import dev.cairn.store.Events;
import dev.cairn.tenant.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to a job: a live stream, or a page of its history. */
@Path("/v1/jobs/{id}/events")
@Tag(name = "events", description = "What happens, as it happens")
public class EventsResource {

  private static final int USUAL_LIMIT = 1_000;
  private static final int MOST = 5_000;

  /** For those who want nothing of what was before. */
  private static final String LATEST = "latest";

  private final JobFinder finder;
  private final Events events;
  private final Caller caller;

  EventsResource(JobFinder finder, Events events, Caller caller) {
    this.finder = finder;
    this.events = events;
    this.caller = caller;
  }

  @GET
  @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
  @Operation(
      operationId = "getEvents",
      summary = "Follow a job, or page through its history",
      description =
          """
          Server-sent events by default: first `job.snapshot`, then every event after `Last-Event-ID`
          exactly once and in order, and `job.progress` in between. With `Accept: application/json` a
          page of the history.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The stream, or a page",
      content = {
        @Content(mediaType = MediaType.SERVER_SENT_EVENTS),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = EventView.Page.class))
      })
  @APIResponse(responseCode = "204", description = "The job is finished and nothing is left")
  @APIResponse(responseCode = "400", ref = "InvalidRequest")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "410", description = "Events after that number were removed")
  public Uni<Response> get(
      @PathParam("id") String id,
      @Parameter(
              description =
                  "Number of the last event seen, or `latest`; from the first that is kept when not given")
          @QueryParam("after")
          @Nullable String after,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Parameter(description = "For pages: 1 to 5000; 1000 when not given") @QueryParam("limit")
          @Nullable String limit,
      @Context HttpHeaders headers) {
    OptionalLong number = number(after, lastEventId);
    int most = Paging.limit(limit, USUAL_LIMIT, MOST);
    boolean page = wantsPage(headers);
    return finder
        .find(caller.tenant(), id)
        .chain(job -> page ? page(job, number, most) : stream(job, number));
  }

  private Uni<Response> page(Job job, OptionalLong after, int most) {
    return (after.isPresent() ? Uni.createFrom().item(after.getAsLong()) : beforeFirst(job))
        .chain(number -> events.after(job.key(), number, most))
        .map(
            found ->
                Response.ok(
                        new EventView.Page(found.stream().limit(most).map(EventView::of).toList()))
                    .type(MediaType.APPLICATION_JSON)
                    .build());
  }

  private Uni<Response> stream(Job job, OptionalLong after) {
    return extent(job).chain(extent -> stream(job, after.orElse(extent.first() - 1), extent));
  }

  private Uni<Events.Extent> extent(Job job) {
    return events
        .extent(job.key())
        .map(extent -> extent.orElseThrow(() -> Refusals.notFound("job " + job.id())));
  }

  private Uni<Long> beforeFirst(Job job) {
    return extent(job).map(extent -> extent.first() - 1);
  }

  private Uni<Response> stream(Job job, long after, Events.Extent extent) {
    Events.expectKept(after, extent.first());
    return extent.finished() && after >= extent.last()
        ? Uni.createFrom().item(Response.noContent().build())
        : finder.view(job).map(snapshot -> stream(job, snapshot, after, extent));
  }

  private static Response stream(Job job, JobView snapshot, long after, Events.Extent extent) {
    // A number that was never given is no reason to wait until it is.
    long known = Math.min(after, extent.last());
    return Response.ok(new EventStream(job.key(), snapshot, known))
        .type("text/event-stream;charset=UTF-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /**
   * A browser repeats the address with its old {@code after} when it reconnects: the header wins.
   */
  private static OptionalLong number(@Nullable String after, @Nullable String lastEventId) {
    if (lastEventId != null && !lastEventId.isBlank()) {
      return OptionalLong.of(atLeastZero("Last-Event-ID", lastEventId));
    }
    if (after == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(after.equals(LATEST) ? Long.MAX_VALUE : atLeastZero("after", after));
  }

  private static long atLeastZero(String field, String given) {
    long number = Paging.number(field, given);
    if (number < 0) {
      throw Refusals.invalidRequest(field, field + " is negative: " + given);
    }
    return number;
  }

  private static boolean wantsPage(HttpHeaders headers) {
    for (MediaType type : headers.getAcceptableMediaTypes()) {
      if (type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE)) {
        return false;
      }
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return true;
      }
    }
    return false;
  }
}

package dev.cairn.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.cairn.job.Event;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event on the wire, in a page. */
@Schema(name = "Event")
public record EventView(
    @Schema(description = "From 1, without gaps") long id,
    @Schema(examples = "stage.checkpointed") String type,
    Instant at,
    @Schema(implementation = Object.class) @JsonRawValue String data) {

  /** Many events. */
  @Schema(name = "Events")
  public record Page(List<EventView> events) {}

  static EventView of(Event event) {
    return new EventView(event.number(), event.type(), event.at(), event.data());
  }
}

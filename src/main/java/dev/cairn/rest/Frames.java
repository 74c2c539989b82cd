package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.engine.Next;
import dev.cairn.engine.Shared;
import dev.cairn.engine.Standing;
import dev.cairn.job.Event;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes server-sent events. What many clients are sent is written once and shared by them; nobody
 * changes it.
 */
@Singleton
final class Frames {

  /** Keeps connections alive that proxies would cut. */
  static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  /** After a restart of the server its clients shall not all be back in the same instant. */
  private static final int RETRY_MILLIS = 1_000;

  private static final int RETRY_JITTER_MILLIS = 2_000;

  /** A frame is about so long; the text grows when it is longer. */
  private static final int USUAL_LENGTH = 150;

  private final ObjectMapper json;

  Frames(ObjectMapper json) {
    this.json = json;
  }

  /** What comes first. */
  Buffer hello(JobView snapshot) {
    int retry = RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_JITTER_MILLIS);
    return Buffer.buffer("retry: " + retry + "\n" + frame("job.snapshot", snapshot));
  }

  /** A {@code job.progress}. */
  Buffer progress(Shared<Standing> standing) {
    return standing.as(
        Buffer.class, told -> Buffer.buffer(frame("job.progress", Progress.of(told.job()))));
  }

  /** The events of a page behind a number. */
  Buffer page(Next.Page page, long after) {
    // Only who has just come is in the middle of a page.
    return page.first() == after + 1
        ? page.events().as(Buffer.class, Frames::events)
        : events(page.after(after));
  }

  /** Events, in their order. */
  static Buffer events(List<Event> events) {
    StringBuilder text = new StringBuilder(events.size() * USUAL_LENGTH);
    for (Event event : events) {
      text.append("id: ").append(event.number()).append('\n');
      text.append("event: ").append(event.type()).append('\n');
      text.append("data: ").append(event.data()).append("\n\n");
    }
    return Buffer.buffer(text.toString().getBytes(UTF_8));
  }

  private String frame(String type, Object data) {
    try {
      return "event: " + type + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own records can always be written", e);
    }
  }
}

package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.job.Event;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Writes server-sent events. */
final class Frames {

  /** Keeps connections alive that proxies would cut. */
  static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

  /** After a restart of the server its clients shall not all be back in the same instant. */
  private static final int RETRY_MILLIS = 1_000;

  private static final int RETRY_JITTER_MILLIS = 2_000;

  private final ObjectMapper json;

  Frames(ObjectMapper json) {
    this.json = json;
  }

  /** What comes first. */
  byte[] hello(JobView snapshot) {
    int retry = RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_JITTER_MILLIS);
    return ("retry: " + retry + "\n" + frame("job.snapshot", snapshot)).getBytes(UTF_8);
  }

  byte[] progress(Progress progress) {
    return frame("job.progress", progress).getBytes(UTF_8);
  }

  byte[] events(List<Event> events) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      text.append("id: ").append(event.number()).append('\n');
      text.append("event: ").append(event.type()).append('\n');
      text.append("data: ").append(event.data()).append("\n\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private String frame(String type, Object data) {
    try {
      return "event: " + type + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own records can always be written", e);
    }
  }
}

package dev.cairn.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Server-sent events as the HTML standard has them. Bytes come in as the network cuts them; lines
 * are decoded when they are whole, so a cut inside a character does no harm.
 */
final class SseParser {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int largestEvent;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean afterCarriageReturn;
  private boolean atFirstLine = true;
  private boolean hasData;
  private String type = "";
  private Optional<String> id = Optional.empty();
  private Optional<Duration> retry = Optional.empty();

  /**
   * @param largestEvent bytes an event may have; one that is larger breaks the connection
   */
  SseParser(int largestEvent) {
    this.largestEvent = largestEvent;
  }

  /** The events that these bytes complete. */
  List<ServerEvent> feed(byte[] bytes, int length) throws IOException {
    List<ServerEvent> events = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      boolean secondHalfOfLineEnd = b == '\n' && afterCarriageReturn;
      afterCarriageReturn = b == '\r';
      if (secondHalfOfLineEnd) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        endOfLine().ifPresent(events::add);
      } else {
        line.write(b);
        if (line.size() + data.length() > largestEvent) {
          throw new IOException("an event is larger than " + largestEvent + " bytes");
        }
      }
    }
    return events;
  }

  /** How long the server wants us to wait before we connect again, if it has said so. */
  Optional<Duration> retry() {
    return retry;
  }

  private Optional<ServerEvent> endOfLine() {
    String whole = decoded();
    line.reset();
    if (whole.isEmpty()) {
      return dispatch();
    }
    int colon = whole.indexOf(':');
    if (colon != 0) {
      String field = colon < 0 ? whole : whole.substring(0, colon);
      String value = colon < 0 ? "" : whole.substring(colon + 1);
      field(field, value.startsWith(" ") ? value.substring(1) : value);
    }
    return Optional.empty();
  }

  private String decoded() {
    byte[] bytes = line.toByteArray();
    boolean marked =
        atFirstLine
            && bytes.length >= 3
            && bytes[0] == BYTE_ORDER_MARK[0]
            && bytes[1] == BYTE_ORDER_MARK[1]
            && bytes[2] == BYTE_ORDER_MARK[2];
    atFirstLine = false;
    int from = marked ? BYTE_ORDER_MARK.length : 0;
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> {
        data.append(hasData ? "\n" : "").append(value);
        hasData = true;
      }
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          id = Optional.of(value);
        }
      }
      case "retry" -> {
        if (value.matches("[0-9]{1,9}")) {
          retry = Optional.of(Duration.ofMillis(Long.parseLong(value)));
        }
      }
      default -> {
        // the standard says: ignore fields that are not known
      }
    }
  }

  /**
   * Unlike a browser this gives an event only the id it carries itself: an event without one must
   * not be taken for a repetition of the last that had one.
   */
  private Optional<ServerEvent> dispatch() {
    ServerEvent event = new ServerEvent(type.isEmpty() ? "message" : type, id, data.toString());
    boolean complete = hasData;
    type = "";
    id = Optional.empty();
    data.setLength(0);
    hasData = false;
    return complete ? Optional.of(event) : Optional.empty();
  }
}

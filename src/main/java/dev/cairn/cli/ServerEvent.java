package dev.cairn.cli;

import java.util.Objects;
import java.util.Optional;

/**
 * One event of a stream of server-sent events.
 *
 * @param id the number to reconnect with; events that are not numbered have none
 */
record ServerEvent(String type, Optional<String> id, String data) {
  ServerEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(data, "data");
  }
}

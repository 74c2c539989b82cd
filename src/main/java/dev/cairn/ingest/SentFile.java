package dev.cairn.ingest;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that someone has begun to send.
 *
 * @param name as the sender has it; not to be trusted
 * @param declaredType media type that the sender claims; a hint
 * @param bytes its bytes, which come only as fast as they are asked for
 */
public record SentFile(String name, Optional<String> declaredType, Multi<Buffer> bytes) {
  public SentFile {
    Objects.requireNonNull(declaredType, "declaredType");
    Objects.requireNonNull(bytes, "bytes");
    name = FileName.clean(name);
  }
}

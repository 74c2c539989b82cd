package dev.cairn.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of uploads. */
@ConfigMapping(prefix = "cairn.ingest")
public interface IngestConfig {

  /** A larger upload is refused. */
  @WithDefault("100G")
  MemorySize maxUploadBytes();

  /** Threads that write and digest; more uploads than these take turns, batch by batch. */
  @WithDefault("8")
  int workers();

  /** An upload in pieces that nobody goes on with for so long is thrown away. */
  @WithDefault("7d")
  Duration keepArriving();

  /** Unfinished files of a server that died are removed at start when they are this old. */
  @WithDefault("1d")
  Duration keepUnfinished();
}

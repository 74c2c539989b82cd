package dev.cairn.fork;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Bounds of the forked processes. */
@ConfigMapping(prefix = "cairn.fork")
public interface ForkConfig {

  /**
   * Most processes at once; twice the number of processors when absent, so that some may hang while
   * the others go on.
   */
  OptionalInt processes();

  /** Heap of each; a document that needs more fails. */
  @WithDefault("512M")
  MemorySize heap();

  /** A process is replaced after so many tasks, whatever it may have leaked by then. */
  @WithDefault("1000")
  int tasks();

  /** A process that had nothing to do for so long is ended. */
  @WithDefault("1m")
  Duration idle();
}

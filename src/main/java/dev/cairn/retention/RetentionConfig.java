package dev.cairn.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long what is kept. */
@ConfigMapping(prefix = "cairn.retention")
public interface RetentionConfig {

  /** Jobs are deleted when they finished so long ago; never when absent. */
  Optional<Duration> jobs();

  /** Uploads are forgotten when no job named them for so long (to within an hour). */
  @WithDefault("7d")
  Duration uploads();

  /** Events of jobs are removed when these finished so long ago; with the job when absent. */
  Optional<Duration> events();

  /**
   * A file stays so long after the last reference to its blob is gone. At least a minute: it must
   * outlast the time from a file's arrival to the commit of the row that names it, and the
   * difference between the clocks of nodes and database.
   */
  @WithDefault("1h")
  Duration blobs();

  /** How often a node asks whether there is anything to remove. */
  @WithDefault("60s")
  Duration every();
}

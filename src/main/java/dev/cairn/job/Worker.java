package dev.cairn.job;

import java.time.Instant;
import java.util.Objects;

/**
 * A node that has worked on a job.
 *
 * @param node its key
 * @param name what it calls itself
 * @param since when it first took documents of the job
 */
public record Worker(long node, String name, Instant since) {
  public Worker {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(since, "since");
  }
}

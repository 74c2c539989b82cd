package dev.cairn.job;

import java.util.Objects;
import java.util.UUID;

/**
 * What was taken from a dead node, of one job.
 *
 * @param job internal key
 * @param id what the outside knows the job by
 * @param node key of the dead node
 * @param name what it called itself
 * @param ranges how many ranges it held
 * @param documents documents in them, finished ones included
 */
public record Rescued(long job, UUID id, long node, String name, int ranges, long documents) {
  public Rescued {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}

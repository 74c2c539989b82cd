package dev.cairn.engine;

import dev.cairn.job.Job;

/**
 * A job as it stood when its reader stood at an event: it counts that event and all before it.
 *
 * @param number of that event
 */
public record Standing(Job job, long number) {

  /** Whether anything is different that is worth telling. */
  boolean sameCounts(Job other) {
    return job.counts().equals(other.counts()) && job.stages().equals(other.stages());
  }
}

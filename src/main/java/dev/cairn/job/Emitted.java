package dev.cairn.job;

import java.util.Objects;

/**
 * A record with its place.
 *
 * @param seq its document
 * @param stage position of the stage that emitted it
 * @param n its number among those of that stage and document, from 0
 * @param json one JSON object
 */
public record Emitted(long seq, int stage, int n, String json) {
  public Emitted {
    Objects.requireNonNull(json, "json");
  }

  /** Whether a stage of the job emitted it, and not one of a document. */
  public boolean ofJobItself() {
    return seq == Document.JOB_ITSELF;
  }
}

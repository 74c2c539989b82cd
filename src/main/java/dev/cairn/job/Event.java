package dev.cairn.job;

import java.time.Instant;
import java.util.Objects;

/**
 * One numbered entry in a job's history. Numbers begin at 1, follow commit order and have no gaps.
 *
 * @param number the SSE id
 * @param type such as {@code stage.checkpointed}
 * @param at when it was committed, by the database's clock
 * @param data one JSON object
 */
public record Event(long number, String type, Instant at, String data) {

  public static final String JOB_STATUS = "job.status";
  public static final String JOB_DONE = "job.done";
  public static final String STAGE_CHECKPOINTED = "stage.checkpointed";
  public static final String STAGE_FAILED = "stage.failed";
  public static final String STAGE_RETRYING = "stage.retrying";
  public static final String DOCUMENT_COMPLETED = "document.completed";
  public static final String DOCUMENT_FAILED = "document.failed";
  public static final String DOCUMENT_RETRYING = "document.retrying";

  public Event {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(data, "data");
    if (number < 1) {
      throw new IllegalArgumentException("event number: " + number);
    }
  }
}

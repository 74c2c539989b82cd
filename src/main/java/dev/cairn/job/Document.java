package dev.cairn.job;

import java.util.Objects;

/**
 * The unit of work: one file, or one line of a batch.
 *
 * @param job internal key of the job
 * @param seq position in the job, from 0
 * @param name what people call it, usually a file name
 * @param mediaType as declared or sniffed at upload, such as {@code application/pdf}
 * @param content where its bytes are
 */
public record Document(long job, long seq, String name, String mediaType, Content content) {

  /** Stands for the job itself, which is the last of its documents: job stages are run on it. */
  public static final long JOB_ITSELF = Long.MAX_VALUE - 1;

  public Document {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(content, "content");
    if (seq < 0) {
      throw new IllegalArgumentException("seq is negative: " + seq);
    }
  }

  /** Whether this stands for the job itself. */
  public boolean isJobItself() {
    return seq == JOB_ITSELF;
  }
}

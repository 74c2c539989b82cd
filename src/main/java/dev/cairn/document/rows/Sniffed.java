package dev.cairn.document.rows;

import dev.cairn.job.Problem;
import java.util.Objects;

/** What some bytes are, as far as rows go. */
public sealed interface Sniffed {

  /** They have rows. */
  record Rows(RowFormat format) implements Sniffed {
    public Rows {
      Objects.requireNonNull(format, "format");
    }
  }

  /** They have none, or none that can be had; who needs rows fails with this reason. */
  record NotRows(Problem why) implements Sniffed {
    public NotRows {
      Objects.requireNonNull(why, "why");
    }
  }
}

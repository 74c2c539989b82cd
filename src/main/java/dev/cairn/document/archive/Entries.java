package dev.cairn.document.archive;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of one archive, in the order in which they lie there. */
sealed interface Entries extends Closeable permits ZipEntries, TarEntries {

  /** The next, or null at the end. */
  @Nullable Entry next() throws IOException;

  /**
   * What a failure while reading a file means.
   *
   * @throws dev.cairn.job.ProblemException when the bytes are at fault
   */
  IOException explain(IOException failure);
}

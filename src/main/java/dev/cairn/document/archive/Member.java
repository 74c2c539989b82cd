package dev.cairn.document.archive;

import dev.cairn.job.Problem;
import java.io.InputStream;
import java.util.Objects;

/** A file in an archive, or why there is none where one should be. */
public sealed interface Member {

  /** Its number among all entries, from 1; those that are passed have numbers too. */
  long number();

  /**
   * Its path in the archive, with slashes, without dots or leading slash; behind the path of the
   * archive it is in, where that is in another one. For a bad one as written, made printable.
   */
  String path();

  /**
   * A file.
   *
   * @param content its bytes, to be read before the next member is asked for. Ends in a {@link
   *     dev.cairn.job.ProblemException} when they are damaged
   */
  record File(long number, String path, InputStream content) implements Member {
    public File {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(content, "content");
    }
  }

  /** No file, for good. */
  record Bad(long number, String path, Problem problem) implements Member {
    public Bad {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(problem, "problem");
    }
  }
}

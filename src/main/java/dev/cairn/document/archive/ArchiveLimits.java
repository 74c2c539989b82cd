package dev.cairn.document.archive;

import dev.cairn.document.Expansion;
import java.util.Objects;

/**
 * What is read of an archive.
 *
 * @param members most entries, over all levels, those that are passed included
 * @param depth archives inside each other; the outermost counts
 * @param expansion how far bytes may grow over all levels, against the size of the outermost
 *     archive
 */
public record ArchiveLimits(long members, int depth, Expansion expansion) {

  /** A million entries, three levels. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(1_000_000, 3, Expansion.DEFAULT);

  public ArchiveLimits {
    Objects.requireNonNull(expansion, "expansion");
    if (members < 1 || depth < 1) {
      throw new IllegalArgumentException("not limits: " + members + " " + depth);
    }
  }
}

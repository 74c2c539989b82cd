package dev.cairn.document.archive;

import dev.cairn.document.Compression;
import java.util.List;
import java.util.Objects;

/**
 * What kind of archive some bytes are. Stored as JSON with what was begun.
 *
 * @param packing compressions around it, from the outermost: {@code .tar.gz}
 */
public record ArchiveFormat(Kind kind, List<Compression> packing) {

  /** The kinds. */
  public enum Kind {
    ZIP,
    TAR
  }

  public ArchiveFormat {
    Objects.requireNonNull(kind, "kind");
    packing = List.copyOf(packing);
  }
}

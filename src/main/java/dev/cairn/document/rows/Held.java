package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.Unpacking;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A local file for libraries that need one: the source's own, or a copy that goes when closed. */
record Held(Path path, boolean copy) implements Closeable {

  static Held of(Bytes bytes, List<Compression> packing, Limits limits) throws IOException {
    return packing.isEmpty()
        ? new Held(bytes.file(), false)
        : new Held(Unpacking.intoFile(bytes, packing, limits.expansion()), true);
  }

  @Override
  public void close() throws IOException {
    if (copy) {
      Files.deleteIfExists(path);
    }
  }
}

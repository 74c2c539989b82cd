package dev.cairn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file to be processed.
 *
 * @param path absolute
 * @param name what the server is to call the document
 * @param modified last modification, milliseconds
 */
record InputFile(Path path, String name, long size, long modified) {
  InputFile {
    Objects.requireNonNull(name, "name");
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
  }

  /** Whether it is no longer what it was when it was named. */
  boolean hasChanged() {
    try {
      return Files.size(path) != size || Files.getLastModifiedTime(path).toMillis() != modified;
    } catch (IOException gone) {
      return true;
    }
  }
}

package dev.cairn.cli;

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
}

package dev.cairn.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things are.
 *
 * @param workingFolder what relative paths start from
 * @param usualServer where a server is looked for when nothing names one
 */
record Places(Path workingFolder, URI usualServer) {

  Places {
    Objects.requireNonNull(usualServer, "usualServer");
    if (!workingFolder.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + workingFolder);
    }
  }

  static Places ofProcess() {
    return new Places(Path.of("").toAbsolutePath(), URI.create("http://127.0.0.1:8080"));
  }
}

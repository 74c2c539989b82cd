package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Standard input as a file: it is written to the temporary folder first, since it can't be read
 * again from where a connection was cut.
 */
final class StandardInput {

  private static final String NAME = "stdin";

  private StandardInput() {}

  /** Reads it to its end; the file vanishes with the program. */
  static InputFile asFile(InputStream in) {
    try {
      Path file = Files.createTempFile("cairn-", "-" + NAME).toAbsolutePath();
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      long modified = Files.getLastModifiedTime(file).toMillis();
      return new InputFile(file, NAME, Files.size(file), modified);
    } catch (IOException e) {
      throw Failure.error("standard input can't be kept: " + Exchange.why(e), e);
    }
  }
}

package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Where results are written. */
sealed interface ResultTarget {

  /** Standard output. */
  record Stdout(Terminal terminal) implements ResultTarget {
    public Stdout {
      Objects.requireNonNull(terminal, "terminal");
    }
  }

  /** A file, which appears under its name when it is whole. */
  record InFile(Path path) implements ResultTarget {
    public InFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * What {@code -o} means: a dash is standard output, a folder (one that exists, or a name that
   * ends with a slash) gets a file named after the job.
   */
  static ResultTarget named(String output, Surroundings here, String fileName) {
    if (output.equals("-")) {
      return new Stdout(here.terminal());
    }
    Path path = here.workingFolder().resolve(output);
    boolean folder = output.endsWith("/") || Files.isDirectory(path);
    return new InFile(folder ? path.resolve(fileName) : path);
  }

  /** Copies the stream to its place and closes it; answers with the number of bytes. */
  default long write(InputStream results) {
    try (results) {
      return switch (this) {
        case Stdout(var terminal) -> toStdout(results, terminal);
        case InFile(var path) -> toFile(results, path);
      };
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static long toStdout(InputStream results, Terminal terminal) {
    try {
      return copy(results, terminal.data());
    } catch (IOException e) {
      throw Failure.ofOutput(e);
    }
  }

  private static long toFile(InputStream results, Path path) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        // a device or a pipe can't be put in place afterwards
        try (OutputStream out = Files.newOutputStream(path)) {
          return copy(results, out);
        }
      }
      return inPlaceWhenWhole(results, path);
    } catch (IOException e) {
      throw Failure.error("cannot write " + path + ": " + Exchange.why(e), e);
    }
  }

  private static long inPlaceWhenWhole(InputStream results, Path path) throws IOException {
    Path part = path.resolveSibling("." + path.getFileName() + ".part");
    try {
      long bytes;
      try (OutputStream out = Files.newOutputStream(part)) {
        bytes = copy(results, out);
      }
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Throws {@link IOException} for the writing side only. */
  private static long copy(InputStream results, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long bytes = 0;
    for (int length = read(results, buffer); length >= 0; length = read(results, buffer)) {
      out.write(buffer, 0, length);
      // whoever follows wants to see each record when it comes
      out.flush();
      bytes += length;
    }
    return bytes;
  }

  private static int read(InputStream results, byte[] buffer) {
    try {
      return results.read(buffer);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static Failure broken(IOException e) {
    return new Failure.NoContact(
        "the connection broke before the results were whole: " + Exchange.why(e), e);
  }
}

package dev.cairn.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Bytes of a local file.
 *
 * @param name what it is called outside, which need not be the name of the file
 * @param file where it lies
 * @param size its length when it was looked at
 */
public record LocalBytes(String name, Path file, long size) implements Bytes {

  public LocalBytes {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
  }

  /** A file under its own name. */
  public static LocalBytes of(Path file) throws IOException {
    return of(String.valueOf(file.getFileName()), file);
  }

  /** A file under another name. */
  public static LocalBytes of(String name, Path file) throws IOException {
    return new LocalBytes(name, file, Files.size(file));
  }

  @Override
  public InputStream open(long offset) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(offset);
    return Channels.newInputStream(channel);
  }
}

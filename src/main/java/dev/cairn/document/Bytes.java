package dev.cairn.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Bytes with a name that can be read from any place, as often as needed; they never change. */
public interface Bytes {

  /** The file name; a hint only, it may promise what the bytes don't keep. */
  String name();

  /** How many bytes there are. */
  long size();

  /**
   * The bytes from a place on.
   *
   * @param offset first byte; at most {@link #size()}
   * @throws IOException when they can't be had
   */
  InputStream open(long offset) throws IOException;

  /**
   * The same bytes as a local file, for libraries that need one. The file belongs to the giver.
   *
   * @throws IOException when they can't be had
   */
  Path file() throws IOException;
}

package dev.cairn.document.archive;

import java.io.IOException;
import java.io.InputStream;

/** An entry as an archive has it. */
record Entry(String name, Kind kind, Opening opening) {

  /** What it is. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    DEVICE,
    ENCRYPTED,
    UNREADABLE
  }

  /** Opens the bytes of a file. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }
}

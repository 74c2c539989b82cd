package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.Unpacking;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Opens the text of a source at a place: at once where it is not packed, else by unpacking. */
record Sources(Bytes bytes, List<Compression> packing, Encoding encoding, Limits limits) {

  /** The text from the first byte on, the byte order mark passed. */
  Window start() throws IOException {
    Window window = window(raw(0), 0);
    try {
      window.passMark();
      return window;
    } catch (IOException | RuntimeException e) {
      window.close();
      throw e;
    }
  }

  Window at(long offset) throws IOException {
    return offset == 0 ? start() : window(raw(offset), offset);
  }

  private Window window(InputStream raw, long offset) {
    return new Window(raw, encoding, offset, limits.rowBytes());
  }

  private InputStream raw(long offset) throws IOException {
    if (packing.isEmpty()) {
      // The last character of UTF-16 may be half there: it counts as two bytes.
      return bytes.open(Math.min(offset, bytes.size()));
    }
    InputStream in = Unpacking.open(bytes, packing, limits.expansion());
    try {
      in.skipNBytes(offset);
      return in;
    } catch (EOFException e) {
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}

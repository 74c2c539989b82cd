package dev.cairn.document.rows;

import java.io.IOException;
import java.io.InputStream;

/** What comes behind a window's place, as a stream of UTF-8. */
final class WindowInput extends InputStream {

  private final Window window;

  WindowInput(Window window) {
    this.window = window;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int start, int most) throws IOException {
    if (window.from() == window.to() && !window.more()) {
      return -1;
    }
    int length = Math.min(most, window.to() - window.from());
    System.arraycopy(window.buffer(), window.from(), into, start, length);
    window.pass(length);
    return length;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}

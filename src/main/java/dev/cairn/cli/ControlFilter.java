package dev.cairn.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes UTF-8 on without what could steer a terminal: C0 but line ends and tabs, DEL, and C1 (two
 * bytes, {@code C2 80} to {@code C2 9F}).
 */
final class ControlFilter extends OutputStream {

  private static final int LEADS_C1 = 0xC2;

  private final OutputStream out;
  private boolean held;

  ControlFilter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    int b = value & 0xFF;
    if (held) {
      held = false;
      if (b >= 0x80 && b <= 0x9F) {
        return;
      }
      out.write(LEADS_C1);
    }
    if (b == LEADS_C1) {
      held = true;
    } else if (b == '\n' || b == '\t' || b == '\r' || (b >= ' ' && b != 0x7F)) {
      out.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(length + 1);
    ControlFilter filter = new ControlFilter(kept);
    filter.held = held;
    for (int i = from; i < from + length; i++) {
      filter.write(bytes[i]);
    }
    held = filter.held;
    kept.writeTo(out);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}

package dev.cairn.document.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a member, counted. Closing it leaves the archive open. */
final class MemberInput extends InputStream {

  private final InputStream in;
  private final Entries entries;
  private final Meter meter;
  private final byte[] one = new byte[1];

  MemberInput(InputStream in, Entries entries, Meter meter) {
    this.in = in;
    this.entries = entries;
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int length;
    try {
      length = in.read(into, from, most);
    } catch (IOException e) {
      throw entries.explain(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
      throw Refusal.of(Refusal.corrupt("The member can't be unpacked: it is damaged."));
    }
    meter.add(Math.max(length, 0));
    return length;
  }

  @Override
  public void close() {
    // The archive closes it.
  }
}

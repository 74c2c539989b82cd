package dev.cairn.document;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/** What an unpacker gives, counted against what it was given. */
final class UnpackedInput extends InputStream {

  private final InputStream unpacker;
  private final PackedInput packed;
  private final Expansion limits;
  private final byte[] one = new byte[1];
  private long given;

  UnpackedInput(InputStream unpacker, PackedInput packed, Expansion limits) {
    this.unpacker = unpacker;
    this.packed = packed;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    try {
      int length = unpacker.read(into, from, most);
      given += Math.max(length, 0);
      if (limits.exceededBy(given, packed.taken())) {
        throw bomb();
      }
      return length;
    } catch (IOException e) {
      throw packed.explain(e);
    }
  }

  private ProblemException bomb() {
    return ProblemException.permanent(
        Problem.of(
            "unpacks-too-large",
            "The document unpacks to too much",
            422,
            "%d packed bytes gave more than %d; at most %d:1 beyond %d bytes and %d bytes in all are read."
                .formatted(packed.taken(), given, limits.ratio(), limits.free(), limits.bytes())));
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
    packed.close();
  }
}

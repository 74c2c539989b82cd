package dev.cairn.document;

import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packed bytes on their way into an unpacker. Counts them, knows whether there are more, and keeps
 * trouble of the source apart from trouble that the unpacker has with what it got.
 */
public final class PackedInput extends InputStream {

  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long taken;
  private @Nullable IOException trouble;

  /** Closes the source when closed. */
  public PackedInput(InputStream source) {
    this.source = source;
  }

  /** Bytes given out. */
  public long taken() {
    return taken;
  }

  /**
   * What a failure of the unpacker means: the source's own trouble, which is given back.
   *
   * @throws ProblemException when the source had none, so that the packed bytes are at fault
   */
  public IOException explain(IOException failure) {
    if (trouble != null) {
      return trouble;
    }
    throw ProblemException.permanent(
        Problem.of(
            "corrupt-document",
            "The document is damaged",
            422,
            "The compressed bytes can't be unpacked: they are damaged or not whole."));
  }

  @Override
  public int read() throws IOException {
    if (!filled()) {
      return -1;
    }
    taken++;
    return buffer[at++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    if (!filled()) {
      return -1;
    }
    int length = Math.min(most, filled - at);
    System.arraycopy(buffer, at, into, from, length);
    at += length;
    taken += length;
    return length;
  }

  /** Not zero unless the end is reached: on this the reading of many gzip members hangs. */
  @Override
  public int available() throws IOException {
    return filled() ? filled - at : 0;
  }

  private boolean filled() throws IOException {
    if (at < filled) {
      return true;
    }
    try {
      at = 0;
      filled = Math.max(source.read(buffer), 0);
    } catch (IOException e) {
      trouble = e;
      throw e;
    }
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

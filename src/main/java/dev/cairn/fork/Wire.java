package dev.cairn.fork;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/** Values on the pipe: length and bytes. */
final class Wire {

  static final ObjectMapper JSON = new ObjectMapper();

  /** More than any answer has: a text of 20 million characters takes at most 120 MB of JSON. */
  private static final int MOST_BYTES = 256 << 20;

  private Wire() {}

  static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The bytes that were written, as many as came: a process that lies about their number gets no
   * memory for them.
   *
   * @throws IOException when there are more than any value has, or the pipe ends before
   */
  static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a value of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the pipe ended inside a value");
    }
    return bytes;
  }
}

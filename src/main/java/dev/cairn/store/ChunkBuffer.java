package dev.cairn.store;

import dev.cairn.blob.Fingerprint;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Bytes on their way into chunks: those of one statement. */
final class ChunkBuffer {

  /** 1 MiB: statements with more are no faster, and each writer holds as much. */
  private static final int MOST = 16 * Fingerprint.CHUNK;

  /**
   * Chunks that follow each other. All are full but the last.
   *
   * @param start of the first
   * @param sums CRC-32C of each
   */
  record Chunks(long start, List<Integer> sums, Buffer bytes) {
    Chunks {
      sums = List.copyOf(sums);
    }

    /** As a parameter of a statement. */
    Integer[] sumArray() {
      return sums.toArray(Integer[]::new);
    }
  }

  /** Takes chunks into the database. */
  @FunctionalInterface
  interface Sink {

    /**
     * Puts them behind those before.
     *
     * @throws IOException when the database refuses
     */
    void append(Chunks chunks) throws IOException;
  }

  private final Sink sink;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private long start;

  /**
   * @param start where the first byte stands in the blob
   */
  ChunkBuffer(long start, Sink sink) {
    this.start = start;
    this.sink = sink;
  }

  /** Takes all remaining bytes. */
  void write(ByteBuffer more) throws IOException {
    while (more.hasRemaining()) {
      makeRoom(more.remaining());
      int length = Math.min(more.remaining(), bytes.remaining());
      bytes.put(more.slice(more.position(), length));
      more.position(more.position() + length);
      if (bytes.position() == MOST) {
        sink.append(take());
      }
    }
  }

  /** Most blobs are smaller than the buffer can become. */
  private void makeRoom(int wanted) {
    if (wanted > bytes.remaining() && bytes.capacity() < MOST) {
      int size =
          Math.clamp(Math.max(2L * bytes.capacity(), wanted + (long) bytes.position()), 0, MOST);
      bytes = ByteBuffer.allocate(size).put(bytes.flip());
    }
  }

  /** What is in it; possibly nothing. */
  Chunks take() {
    bytes.flip();
    int length = bytes.limit();
    List<Integer> sums = new ArrayList<>();
    for (int at = 0; at < length; at += Fingerprint.CHUNK) {
      sums.add(crc(bytes.slice(at, Math.min(Fingerprint.CHUNK, length - at))));
    }
    Chunks chunks =
        new Chunks(start, sums, Buffer.buffer(length).appendBytes(bytes.array(), 0, length));
    start += length;
    bytes.clear();
    return chunks;
  }

  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}

package dev.cairn.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A blob on its way in. Closing it before {@link #finish} throws the bytes away. One thread. */
public interface BlobWriter extends AutoCloseable {

  /**
   * Appends all remaining bytes.
   *
   * @throws IOException when the store refuses
   */
  void write(ByteBuffer bytes) throws IOException;

  /** Bytes so far. */
  long size();

  /**
   * Puts the blob in its place, durably, before its name is told. Its time is now, also when the
   * same bytes were there before and however long these took to arrive: who removes blobs nobody
   * refers to leaves young ones alone.
   *
   * @return SHA-256 in hexadecimal
   * @throws IOException when the store refuses
   */
  String finish() throws IOException;

  @Override
  void close() throws IOException;
}

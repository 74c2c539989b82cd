package dev.cairn.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** A file of any size whose bytes need no disk: random blocks, each unlike all others. */
final class GeneratedFile {

  private static final int BLOCK = 1 << 20;

  private final byte[] block = new byte[BLOCK];
  private final long size;

  GeneratedFile(long size, long seed) {
    this.size = size;
    new Random(seed).nextBytes(block);
  }

  long size() {
    return size;
  }

  /** Writes the bytes from one place to another. */
  void write(OutputStream out, long from, long to) throws IOException {
    byte[] copy = block.clone();
    for (long at = from; at < to; ) {
      int start = (int) (at % BLOCK);
      int length = (int) Math.min(to - at, BLOCK - start);
      ByteBuffer.wrap(copy).putLong(0, at / BLOCK);
      out.write(copy, start, length);
      at += length;
    }
  }
}

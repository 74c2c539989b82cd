package dev.cairn.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * How long the disk takes to make 8 KiB durable. Who commits one stage at a time hangs on it, who
 * commits in groups hardly does, and it differs by a factor of 20 between machines and between days
 * on a shared one: a ratio of the two means little without it.
 */
final class DiskSync {

  private static final int TIMES = 300;
  private static final int BLOCK = 8192;

  private DiskSync() {}

  /** The median in microseconds, on the file system of the folder. */
  static long medianMicros(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "sync", null);
    long[] nanos = new long[TIMES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // As the log does it: into blocks that are there already.
      channel.write(ByteBuffer.allocate(BLOCK * TIMES));
      channel.force(true);
      for (int i = 0; i < TIMES; i++) {
        channel.write(ByteBuffer.allocate(BLOCK), (long) i * BLOCK);
        long begun = System.nanoTime();
        channel.force(false);
        nanos[i] = System.nanoTime() - begun;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return nanos[TIMES / 2] / 1000;
  }
}

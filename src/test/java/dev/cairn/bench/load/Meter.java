package dev.cairn.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the stages that begin, where another process can read it at any moment: a file in both
 * memories. To ask the database or the API so often would slow down what is measured.
 */
public final class Meter {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Of this process; counts for nobody when no file was named. */
  private static final Meter OWN = own();

  private final ByteBuffer memory;

  private Meter(ByteBuffer memory) {
    this.memory = memory;
  }

  /** One that is kept in a file, which is made when it is missing. */
  public static Meter in(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Meter(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Meter own() {
    String file = System.getProperty("bench.meter", "");
    return file.isEmpty() ? new Meter(ByteBuffer.allocateDirect(Long.BYTES)) : in(Path.of(file));
  }

  /** A stage begins. */
  static void count() {
    long ignored = (long) LONGS.getAndAdd(OWN.memory, 0, 1L);
  }

  /** How many have begun. */
  public long begun() {
    return (long) LONGS.getVolatile(memory, 0);
  }
}

package dev.cairn.fork;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.OptionalInt;

/** Processes for tests that run stages without a server. */
public final class TestForks {

  /** One for all of them; its processes end with this JVM. */
  public static final ForkPool POOL = new ForkPool(config(2, 512, 1000, Duration.ofMinutes(1)));

  private TestForks() {}

  static ForkConfig config(int processes, int heapMegabytes, int tasks, Duration idle) {
    return new ForkConfig() {
      @Override
      public OptionalInt processes() {
        return OptionalInt.of(processes);
      }

      @Override
      public MemorySize heap() {
        return new MemorySize(BigInteger.valueOf(heapMegabytes).shiftLeft(20));
      }

      @Override
      public int tasks() {
        return tasks;
      }

      @Override
      public Duration idle() {
        return idle;
      }
    };
  }
}

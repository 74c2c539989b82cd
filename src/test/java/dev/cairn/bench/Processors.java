package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Processor time spent so far, to tell a server's own need from what others took from it.
 *
 * @param server by the server under test
 * @param load by this process: subscribers, and the node that makes events
 * @param machine by everybody, of all processors; PostgreSQL is in it
 */
record Processors(Duration server, Duration load, Duration machine) {

  /** A tick of the kernel's counters on Linux. */
  private static final Duration TICK = Duration.ofMillis(10);

  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int COUNTED = 8;

  static Processors now(ProcessHandle server) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    return new Processors(cpu(server), cpu(self), busy());
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Duration busy() throws IOException {
    String all = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    List<Long> ticks =
        Arrays.stream(all.split(" +")).skip(1).limit(COUNTED).map(Long::parseLong).toList();
    long busy = ticks.stream().mapToLong(Long::longValue).sum();
    return TICK.multipliedBy(busy - ticks.get(IDLE) - ticks.get(IO_WAIT));
  }

  /** Cores that were busy since an earlier reading. */
  String since(Processors before, Duration time) {
    double server = cores(this.server.minus(before.server), time);
    double load = cores(this.load.minus(before.load), time);
    double others = cores(machine.minus(before.machine), time) - server - load;
    return "cores: server %.2f, subscribers and other node %.2f, database and all else %.2f"
        .formatted(server, load, others);
  }

  private static double cores(Duration busy, Duration time) {
    return (double) busy.toMillis() / time.toMillis();
  }
}

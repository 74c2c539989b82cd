package dev.cairn.it;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets every fault strike a cluster at work, in random order, and looks from outside whether
 * anything was lost, done twice or told twice. {@code -Dcairn.chaos.minutes} goes on for so long,
 * {@code -Dcairn.chaos.seed} repeats one or more schedules, {@code -Dcairn.chaos.nodes} sets the
 * number of nodes, {@code -Dcairn.chaos.faults} keeps to some faults.
 */
class ChaosIT {

  private static final int NODES = Integer.getInteger("cairn.chaos.nodes", 3);
  private static final Duration AT_LEAST =
      Duration.ofMinutes(Integer.getInteger("cairn.chaos.minutes", 0));
  private static final String FAULTS = System.getProperty("cairn.chaos.faults", "");

  static LongStream seeds() {
    String given = System.getProperty("cairn.chaos.seed", "");
    return given.isEmpty()
        ? LongStream.of(System.currentTimeMillis())
        : Stream.of(given.split(",")).mapToLong(Long::parseLong);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverStrikesAClusterNothingIsLostDoneTwiceOrToldTwice(long seed, @TempDir Path folder) {
    System.out.printf("ChaosIT: seed %d, %d nodes%n", seed, NODES);
    Ledger ledger = new Ledger();
    try (PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start();
        ClusterUnderTest cluster = new ClusterUnderTest(folder, postgres, NODES)) {
      cluster.start();
      try (Load load = new Load(cluster, Undisturbed.lots(), ledger, seed).begin()) {
        storm(new Storm(cluster, ledger, seed), new Random(seed));
        load.end();
        cluster.heal();
        ledger.orders().forEach(order -> order.subscribers().forEach(Subscriber::awaitEnd));
        System.out.println("ChaosIT: " + new ClusterVerdict(cluster, ledger).check());
      } catch (AssertionError | RuntimeException failure) {
        System.out.println("complaints: " + ledger.complaints());
        throw failure;
      } finally {
        cluster.keepLogs(Path.of("target", "chaos", Long.toString(seed)));
      }
      cluster.nodes().forEach(node -> node.server().terminate());
    }
  }

  private static void storm(Storm storm, Random random) {
    Instant end = Instant.now().plus(AT_LEAST);
    do {
      faults(random).forEach(storm::strike);
    } while (Instant.now().isBefore(end));
  }

  private static List<Storm.Fault> faults(Random random) {
    List<Storm.Fault> faults = new ArrayList<>(List.of(Storm.Fault.values()));
    faults.removeIf(
        fault -> !FAULTS.isEmpty() && !List.of(FAULTS.split(",")).contains(fault.name()));
    Collections.shuffle(faults, random);
    return faults;
  }
}

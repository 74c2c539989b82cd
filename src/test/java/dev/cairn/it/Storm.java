package dev.cairn.it;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Troubles a cluster, fault after fault, each at a random moment and for a random time. */
final class Storm {

  /** The default silence after which a node is thought dead, and room to be rescued in. */
  static final Duration PAST_THE_LEASE = Duration.ofMillis(8_500);

  /** All faults, each undone when it returns but for nodes that are still starting. */
  enum Fault {
    ONE_NODE_KILLED,
    ALL_NODES_KILLED,
    A_NODE_STANDS_STILL_FOR_2_S,
    A_NODE_STANDS_STILL_PAST_ITS_LEASE,
    DATABASE_STOPPED_AT_ONCE,
    BACKENDS_TERMINATED,
    A_WIRE_CUT,
    WIRES_SLOW,
    A_WIRE_STALLED,
    READ_ONLY,
    ROLLING_RESTART
  }

  private final ClusterUnderTest cluster;
  private final Ledger ledger;
  private final Random random;
  private final Instant begun = Instant.now();

  Storm(ClusterUnderTest cluster, Ledger ledger, long seed) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  /** Lets one fault strike after a little while. */
  void strike(Fault fault) {
    passes(millis(0, 1_500));
    cluster.revive();
    System.out.printf(
        "%6.1f s %s%n", Duration.between(begun, Instant.now()).toMillis() / 1000.0, fault);
    switch (fault) {
      case ONE_NODE_KILLED -> killOne();
      case ALL_NODES_KILLED -> killAll();
      case A_NODE_STANDS_STILL_FOR_2_S -> freezeBriefly();
      case A_NODE_STANDS_STILL_PAST_ITS_LEASE -> freezePastTheLease();
      case DATABASE_STOPPED_AT_ONCE -> stopDatabase();
      case BACKENDS_TERMINATED -> terminateBackends();
      case A_WIRE_CUT -> cutOne();
      case WIRES_SLOW -> slowAll();
      case A_WIRE_STALLED -> stallOne();
      case READ_ONLY -> refuseWrites();
      case ROLLING_RESTART -> restartAll();
    }
  }

  private void killOne() {
    ClusterUnderTest.Node node = anyAtWork();
    node.server().kill();
    passes(millis(0, 4_000));
    node.server().launch();
  }

  private void killAll() {
    cluster.awaitAllReady();
    cluster.nodes().forEach(node -> node.server().kill());
    cluster.nodes().forEach(node -> node.server().launch());
  }

  /** No rescue may come of it, and so nothing in vain: the ledger is told nothing. */
  private void freezeBriefly() {
    freeze(anyAtWork(), Duration.ofSeconds(2));
  }

  private void freezePastTheLease() {
    ClusterUnderTest.Node node = anyAtWork();
    Instant from = Instant.now();
    freeze(node, PAST_THE_LEASE.plus(millis(0, 2_000)));
    ledger.deaf(node.number(), from);
  }

  private void freeze(ClusterUnderTest.Node node, Duration time) {
    Instant from = Instant.now();
    node.server().freeze();
    passes(time);
    node.server().thaw();
    ledger.stoodStill(node.number(), from);
  }

  private void stopDatabase() {
    Instant from = Instant.now();
    cluster.postgres().stopAtOnce();
    passes(millis(0, 8_000));
    cluster.postgres().start();
    allDeafSince(from);
  }

  private void terminateBackends() {
    for (int round = 0; round < 4; round++) {
      cluster.postgres().terminateBackends(50);
      passes(millis(100, 800));
    }
  }

  private void cutOne() {
    ClusterUnderTest.Node node = anyAtWork();
    Instant from = Instant.now();
    node.wire().cut();
    passes(millis(200, 9_000));
    node.wire().fair();
    ledger.deaf(node.number(), from);
  }

  private void stallOne() {
    ClusterUnderTest.Node node = anyAtWork();
    Instant from = Instant.now();
    node.wire().stall();
    passes(millis(200, 9_000));
    node.wire().fair();
    ledger.deaf(node.number(), from);
  }

  private void slowAll() {
    cluster.nodes().forEach(node -> node.wire().slow(Duration.ofMillis(20)));
    passes(Duration.ofSeconds(4));
    cluster.nodes().forEach(node -> node.wire().fair());
  }

  private void refuseWrites() {
    Instant from = Instant.now();
    cluster.postgres().refuseWrites();
    passes(millis(1_000, 7_000));
    cluster.postgres().allowWrites();
    allDeafSince(from);
  }

  private void restartAll() {
    cluster.awaitAllReady();
    for (ClusterUnderTest.Node node : cluster.nodes()) {
      node.server().terminate();
      node.server().start();
    }
  }

  private void allDeafSince(Instant from) {
    cluster.nodes().forEach(node -> ledger.deaf(node.number(), from));
  }

  /** A fault that strikes an idle node shows nothing. */
  private ClusterUnderTest.Node anyAtWork() {
    ClusterUnderTest.Node node = cluster.awaitAtWork(cluster.nodes(), random);
    node.server().awaitReady();
    return node;
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }

  /** A fault has a length: nothing else is there to wait for. */
  static void passes(Duration time) {
    try {
      new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

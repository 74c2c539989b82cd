package dev.cairn.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Several packaged servers on one PostgreSQL and one blob folder, each with a home of its own and a
 * wire of its own to the database.
 */
final class ClusterUnderTest implements AutoCloseable {

  /** A JVM that lives for seconds: half the time of a round is its start. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** To notice trouble, and its end: the check's own patience, a backoff, and a busy machine. */
  private static final Duration NOTICES_WITHIN = Duration.ofSeconds(30);

  /** A server and its way to the database. */
  record Node(int number, ServerUnderTest server, Wire wire) {

    /** Whether it has a process, frozen or not. */
    boolean lives() {
      return server.life().process().isAlive();
    }

    /** A node's name in the database is {@code pid 17 at HOST}; hosts have numbers in them too. */
    boolean isNamed(String name) {
      return name.startsWith("pid %d at ".formatted(server.life().process().pid()));
    }
  }

  private final PostgresUnderTest postgres;
  private final List<Node> nodes;

  /**
   * @param postgres running
   */
  ClusterUnderTest(Path folder, PostgresUnderTest postgres, int size) {
    this(folder, postgres, size, List.of(SHORT_LIVED));
  }

  /**
   * @param postgres running
   * @param options for the JVM of each node
   */
  ClusterUnderTest(Path folder, PostgresUnderTest postgres, int size, List<String> options) {
    this.postgres = postgres;
    this.nodes =
        IntStream.range(0, size)
            .mapToObj(number -> node(folder, postgres, number, options))
            .toList();
  }

  private static Node node(
      Path folder, PostgresUnderTest postgres, int number, List<String> options) {
    Wire wire = new Wire(postgres::port);
    Map<String, String> variables =
        Map.of(
            "CAIRN_DATABASE_URL",
            postgres.url(wire.port()),
            "CAIRN_BLOB_FOLDER",
            folder.resolve("blobs").toString());
    Path own = folder.resolve("node-" + number);
    return new Node(number, new ServerUnderTest(own, variables, options), wire);
  }

  /** Starts all nodes at once and waits until they serve; when they don't, none is left. */
  ClusterUnderTest start() {
    try {
      nodes.forEach(node -> node.server().launch());
      awaitAllReady();
      return this;
    } catch (Throwable failure) {
      close();
      throw failure;
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  PostgresUnderTest postgres() {
    return postgres;
  }

  /** The nodes that hold documents at this moment, by the word of the database. */
  List<Node> atWork() {
    List<String> names =
        postgres.ask("select distinct n.name from lease l join node n on n.id = l.node");
    return nodes.stream().filter(node -> names.stream().anyMatch(node::isNamed)).toList();
  }

  /**
   * Waits until one of some nodes holds documents. Nodes that became ready meanwhile are noticed:
   * else nobody would give them any.
   */
  Node awaitAtWork(Collection<Node> some, RandomGenerator random) {
    List<Node> found =
        await()
            .alias("a node at work")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  noticeReady();
                  return atWork().stream().filter(some::contains).toList();
                },
                list -> !list.isEmpty());
    return found.get(random.nextInt(found.size()));
  }

  private void noticeReady() {
    nodes.stream()
        .filter(node -> node.lives() && node.server().address().isEmpty())
        .forEach(node -> node.server().noticeReady());
  }

  /** Where any of the nodes answers that were not killed. */
  Optional<ServerUnderTest.Address> place(RandomGenerator random) {
    List<ServerUnderTest.Address> places =
        nodes.stream().map(node -> node.server().address()).flatMap(Optional::stream).toList();
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(places.get(random.nextInt(places.size())));
  }

  /** The first node's API. */
  Http http() {
    return node(0).server().http();
  }

  /** Waits until all nodes that live are ready. */
  void awaitAllReady() {
    nodes.stream().filter(Node::lives).forEach(node -> node.server().awaitReady());
  }

  /** Waits until each node's readiness has a status. */
  void awaitReadiness(int status) {
    for (Node node : nodes) {
      await()
          .alias("readiness %d of node %d".formatted(status, node.number()))
          .atMost(NOTICES_WITHIN)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> Http.readiness(node.server().address().orElseThrow().url()),
              found -> found == status);
    }
  }

  /** Starts nodes again that were killed, or have ended by themselves, as any supervisor does. */
  void revive() {
    nodes.stream().filter(node -> !node.lives()).forEach(node -> node.server().launch());
  }

  /** Ends all trouble and waits until all nodes serve again. */
  void heal() {
    nodes.forEach(node -> node.wire().fair());
    if (!postgres.lives()) {
      postgres.stop();
      postgres.start();
    }
    nodes.stream().filter(Node::lives).forEach(node -> node.server().thaw());
    revive();
    awaitAllReady();
  }

  /** All runs of all nodes, in the order in which they began. */
  List<Runs.Run> runs() {
    List<Runs.Run> runs = new ArrayList<>();
    nodes.forEach(node -> runs.addAll(Runs.of(node.server(), node.number())));
    runs.sort(Comparator.comparing(run -> run.at().time()));
    return runs;
  }

  /** The database's own number of a job, as the runs have it. */
  long key(String job) {
    return Long.parseLong(
        postgres.ask("select id from job where uid = '%s'".formatted(job)).getFirst());
  }

  /** Keeps what the nodes wrote, to be looked at after a failure. */
  void keepLogs(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Node node : nodes) {
        int life = 0;
        for (String log : node.server().logs()) {
          life++;
          Files.writeString(
              folder.resolve("node-%d-life-%d.log".formatted(node.number(), life)), log);
        }
      }
      System.out.printf("What the nodes wrote is in %s%n", folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the nodes; the database is somebody else's. */
  @Override
  public void close() {
    nodes.forEach(node -> node.server().close());
    nodes.forEach(node -> node.wire().close());
  }
}

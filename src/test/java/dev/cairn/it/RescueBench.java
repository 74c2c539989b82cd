package dev.cairn.it;

import static org.awaitility.Awaitility.await;

import dev.cairn.it.ClusterUnderTest.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long after {@code kill -9} of one of two nodes at work the other begins a document
 * of a range that the dead one held, with default settings. Prints p50, p99 and the longest. Run by
 * {@code bench/rescue}; {@code -Dcairn.rescue.kills} says how often.
 */
class RescueBench {

  private static final int KILLS = Integer.getInteger("cairn.rescue.kills", 50);

  /** A rescue that takes longer than this counts as none. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Documents of a job: enough that neither node is ever idle while the other starts. */
  private static final int DOCUMENTS = 3_000;

  private static final int LEAST_LEFT = 1_000;

  private final Random random = new Random(71);
  private String upload = "";
  private String job = "";

  /** Documents that a node held, by the database. */
  private record Range(long job, long first, long end) {

    static Range of(String row) {
      String[] part = row.split(" ", 4);
      return new Range(Long.parseLong(part[0]), Long.parseLong(part[1]), Long.parseLong(part[2]));
    }

    boolean holds(Runs.Run run) {
      return run.job() == job && run.task().seq() >= first && run.task().seq() < end;
    }
  }

  @Test
  void howLongUntilTheOtherNodeGoesOn(@TempDir Path folder) {
    List<Long> millis = new ArrayList<>();
    try (PostgresUnderTest postgres = new PostgresUnderTest(folder.resolve("database")).start();
        ClusterUnderTest cluster = new ClusterUnderTest(folder, postgres, 2).start()) {
      upload =
          cluster
              .http()
              .upload(
                  "paper.txt", BodyPublishers.ofByteArray(Paper.good(1, 71).getFirst().content()));
      for (int kill = 0; kill < KILLS; kill++) {
        Node victim = cluster.node(kill % 2);
        Node other = cluster.node(1 - kill % 2);
        keepBusy(cluster, other.server().http());
        millis.add(killAndTime(cluster, victim, other).toMillis());
        System.out.printf("kill %d: %d ms%n", kill + 1, millis.getLast());
        victim.server().start();
      }
    }
    tell(millis);
  }

  private static void tell(List<Long> millis) {
    Collections.sort(millis);
    int p99 = Math.max(0, (int) Math.ceil(millis.size() * 0.99) - 1);
    System.out.printf(
        "rescue after kill -9, ms, of %d kills: p50 %d, p99 %d, max %d%n",
        millis.size(), millis.get(millis.size() / 2), millis.get(p99), millis.getLast());
  }

  private void keepBusy(ClusterUnderTest cluster, Http http) {
    boolean enough =
        !job.isEmpty() && http.job(job).path("counts").path("pending").asLong() >= LEAST_LEFT;
    if (!enough) {
      job = http.submitUploads("chunk", Collections.nCopies(DOCUMENTS, upload));
    }
    cluster.awaitAtWork(List.of(cluster.node(0)), random);
    cluster.awaitAtWork(List.of(cluster.node(1)), random);
  }

  private Duration killAndTime(ClusterUnderTest cluster, Node victim, Node other) {
    long told = size(other.server().life().err());
    List<Range> held = held(cluster, victim);
    while (held.isEmpty()) {
      cluster.awaitAtWork(List.of(victim), random);
      held = held(cluster, victim);
    }
    List<Range> ranges = List.copyOf(held);
    Instant killed = Instant.now();
    victim.server().kill();
    Instant begun =
        await()
            .alias("a document of the dead node is begun")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> firstOf(ranges, other, told, killed), Optional::isPresent)
            .orElseThrow();
    return Duration.between(killed, begun);
  }

  private static List<Range> held(ClusterUnderTest cluster, Node node) {
    return cluster
        .postgres()
        .ask(
            """
            select l.job || ' ' || l.first || ' ' || l."end" || ' ' || n.name
            from lease l join node n on n.id = l.node
            """)
        .stream()
        .filter(row -> node.isNamed(row.split(" ", 4)[3]))
        .map(Range::of)
        .toList();
  }

  private static Optional<Instant> firstOf(
      List<Range> ranges, Node node, long from, Instant after) {
    return Runs.in(textAfter(node.server().life().err(), from), node.number(), 1).stream()
        .filter(run -> run.at().time().isAfter(after))
        .filter(run -> ranges.stream().anyMatch(range -> range.holds(run)))
        .map(run -> run.at().time())
        .findFirst();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String textAfter(Path file, long from) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.cairn.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What nodes with nothing to do ask of the database, by its own log of all statements. */
class IdleBench {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);

  /** A statement is sent, or one that is prepared is executed. Further lines begin with a tab. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?m)^.*LOG: +(?:statement|execute [^:]*): ((?:.*)(?:\\n\\t.*)*)");

  private static final Duration SETTLE = Duration.ofSeconds(8);
  private static final int SHOWN = 90;

  @Test
  void oneNodeAndTwo() throws IOException {
    Path blobs = BenchDatabase.folder("bench-blobs");
    try (BenchDatabase database = new BenchDatabase();
        PackagedServer first = node(database, blobs)) {
      String id = first.client().submitLines("trivial", 1_000);
      new Engine(database, first, first.client()).awaitEnd(id);
      measure(database, 1);
      PackagedServer second = node(database, blobs);
      try (second) {
        measure(database, 2);
      }
    } finally {
      BenchDatabase.remove(blobs);
    }
  }

  private static PackagedServer node(BenchDatabase database, Path blobs) throws IOException {
    return PackagedServer.start(database.url(), "-Dcairn.blob.folder=" + blobs);
  }

  private static void measure(BenchDatabase database, int nodes) throws IOException {
    Engine.pause(SETTLE);
    database.run("alter system set log_statement = 'all'");
    database.run("select pg_reload_conf()");
    Engine.pause(Duration.ofSeconds(1));
    long from = Files.size(database.log());
    Engine.pause(Duration.ofSeconds(SECONDS));
    byte[] log = Files.readAllBytes(database.log());
    database.run("alter system reset log_statement");
    database.run("select pg_reload_conf()");
    String said = new String(log, (int) from, log.length - (int) from, StandardCharsets.UTF_8);
    List<String> statements = STATEMENT.matcher(said).results().map(IdleBench::firstWords).toList();
    double each = (double) statements.size() / nodes;
    System.out.printf(
        "idle, %d nodes: %d statements in %d s, one in %.2f s for each node (contract: one in 2 s)%n",
        nodes, statements.size(), SECONDS, SECONDS / each);
    Map<String, Integer> counts = new TreeMap<>();
    statements.forEach(statement -> counts.merge(statement, 1, Integer::sum));
    List<Map.Entry<String, Integer>> most = new ArrayList<>(counts.entrySet());
    most.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    most.forEach(one -> System.out.printf("idle, %5d times: %s%n", one.getValue(), one.getKey()));
  }

  private static String firstWords(MatchResult statement) {
    String words = statement.group(1).replaceAll("\\s+", " ");
    return words.substring(0, Math.min(words.length(), SHOWN));
  }
}

package dev.cairn.peers;

import dev.cairn.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures one peer: {@code Bench NAME FOLDER}. Starts PostgreSQL in the folder, warms up with a
 * round, measures {@code -Dpeers.rounds} (3) of {@code -Dpeers.documents} each beside the bare
 * limit, prints a line of the table on standard output and how it came about on standard error, and
 * stops PostgreSQL. Exits with 1 and the reason if a round takes longer than {@link #PATIENCE} or a
 * stage commit is missing.
 */
public final class Bench {

  /** For one round, so that nothing here can run for ever. */
  static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final int ROUNDS = Integer.getInteger("peers.rounds", 3);
  private static final int BARE_ROWS = Integer.getInteger("peers.bare", 200_000);

  private final Database database;
  private final Peer peer;
  private final Path folder;

  private Bench(Database database, Peer peer, Path folder) {
    this.database = database;
    this.folder = folder;
    this.peer = peer;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("usage: Bench db-scheduler|jobrunr|spring-batch|graphile… FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    Path home = Files.createTempDirectory(Files.createDirectories(folder), "home");
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home, folder.resolve("cache"));
    // It would outlive us else: that is what the product wants of it, and we do not.
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
    Database database = new Database(postgres);
    int exit = 0;
    try (Peer peer = Peers.named(arguments[0], database)) {
      new Bench(database, peer, folder).measure();
    } catch (Exception e) {
      e.printStackTrace();
      exit = 1;
    }
    // Not all engines end their threads.
    System.exit(exit);
  }

  private record Round(double bare, double peer, double walBytes, double syncMicros) {
    double ratio() {
      return peer / bare;
    }
  }

  private void measure() throws Exception {
    int documents = Integer.getInteger("peers.documents", peer.usualRound());
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i <= ROUNDS; i++) {
      Round round = round(documents);
      System.err.printf(
          "%s %s: bare %,.0f rows/s, %,.0f stage commits/s, ratio %.3f, WAL %,.0f bytes each, sync %,.0f µs%n",
          peer.name(),
          i == 0 ? "warm-up" : "round " + i,
          round.bare,
          round.peer,
          round.ratio(),
          round.walBytes,
          round.syncMicros);
      if (i > 0) {
        rounds.add(round);
      }
    }
    System.out.println(line(rounds));
  }

  private Round round(int documents) throws Exception {
    // Half before and half after: a machine that others use is another one some seconds later.
    double sync = DiskSync.medianMicros(folder);
    double before = new BareInserts(database).run(BARE_ROWS / 2);
    database.reset();
    peer.fill(documents);
    // Plans must not hang on whether the autovacuum has seen a table that was filled just now.
    database.execute("vacuum analyze");
    long wal = database.walPosition();
    long begun = System.nanoTime();
    peer.work(documents);
    double commits = (double) documents * StageCommit.STAGES;
    double rate = commits * 1e9 / (System.nanoTime() - begun);
    double walBytes = (database.walPosition() - wal) / commits;
    database.check(documents);
    double after = new BareInserts(database).run(BARE_ROWS / 2);
    return new Round(2 / (1 / before + 1 / after), rate, walBytes, sync);
  }

  private String line(List<Round> rounds) {
    return "| %s | %,.0f | %,.0f–%,.0f | %,.0f | %.3f | %,.0f | %,.0f | %s |"
        .formatted(
            peer.name(),
            middle(rounds, Round::peer),
            rounds.stream().mapToDouble(Round::peer).min().orElseThrow(),
            rounds.stream().mapToDouble(Round::peer).max().orElseThrow(),
            middle(rounds, Round::bare),
            middle(rounds, Round::ratio),
            middle(rounds, Round::walBytes),
            middle(rounds, Round::syncMicros),
            switch (peer.documents()) {
              case INDEPENDENT -> "no";
              case COUPLED -> "yes";
            });
  }

  private static double middle(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream()
        .mapToDouble(figure)
        .boxed()
        .sorted(Comparator.naturalOrder())
        .toList()
        .get(rounds.size() / 2);
  }
}

package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.store.Commit;
import dev.cairn.store.Commits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Live events to many subscribers of one packaged server. This process is the node that works on
 * the jobs, and the subscribers.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SseBench {

  private static final int JOBS = Integer.getInteger("bench.jobs", 200);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 30);

  /** Ten events a second. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Inject Hand hand;
  @Inject Commits commits;

  @ConfigProperty(name = "quarkus.datasource.reactive.url")
  String database;

  @ConfigProperty(name = "quarkus.datasource.username")
  String user;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  /** What is asked of the server in one run. */
  record Load(int subscribers, int stopped, int reconnects) {}

  @Test
  void aThousandSubscribers() throws IOException {
    run(new Load(1_000, 0, 0));
  }

  @Test
  void tenThousandSubscribers() throws IOException {
    run(new Load(10_000, 0, 0));
  }

  @Test
  void stoppedReadersAndReconnects() throws IOException {
    run(new Load(9_500, 100, 100));
  }

  @Test
  void aJobOfThousandsOfEventsASecond() throws IOException {
    int documents = 10_000 * SECONDS;
    Hand.Held held = hand.held(documents);
    try (PackagedServer server = server();
        SseClients clients = clients(server, 0, follow(List.of(held), 20))) {
      await().atMost(PATIENCE).until(() -> clients.streaming() == 20);
      long begun = System.nanoTime();
      int written = 0;
      while (written < documents && System.nanoTime() - begun < SECONDS * 1_000_000_000L) {
        List<Commit> group = new ArrayList<>();
        while (group.size() < 500 && written < documents) {
          group.add(SteadyJobs.commit(held, written++));
        }
        SteadyJobs.write(commits, group);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      long last = SteadyJobs.BEGUN + written;
      awaitAll(clients, job -> last);
      double until = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "one job, 20 subscribers: %,.0f events/s for %.0f s; all had all %.1f s after the last; %s%n",
          written / seconds, seconds, until - seconds, server.memory().heap());
    }
  }

  @SuppressWarnings("try") // closed early on purpose: what is measured ends before the rest
  private void run(Load load) throws IOException {
    try (SteadyJobs jobs = new SteadyJobs(hand, commits, JOBS, (SECONDS + 40) * 10);
        PackagedServer server = server();
        StoppedReaders stopped = new StoppedReaders(server.address(), jobs.jobs(), load.stopped());
        SseClients clients = clients(server, load.reconnects(), follow(jobs.jobs(), load), jobs)) {
      long begun = System.nanoTime();
      await().atMost(PATIENCE).until(() -> clients.streaming() == load.subscribers());
      double ramp = (System.nanoTime() - begun) / 1e9;
      jobs.begin(PERIOD);
      pause(Duration.ofSeconds(20)); // the JVM compiles
      String figures = measure(server, clients);
      clients.settle();
      jobs.close();
      awaitAll(clients, jobs::last);
      stopped.close();
      System.out.printf(
          "%,d subscribers, %d stopped readers, %d reconnected: %s; connected in %.1f s%n",
          load.subscribers(), load.stopped(), clients.reconnected(), figures, ramp);
      assertThat(clients.latencies().total()).isPositive();
    }
  }

  private static String measure(PackagedServer server, SseClients clients) throws IOException {
    Duration time = Duration.ofSeconds(SECONDS);
    Processors before = Processors.now(server.process());
    long bytes = clients.bytes();
    clients.measure();
    pause(time);
    String cores = Processors.now(server.process()).since(before, time);
    double megabytes = (clients.bytes() - bytes) / 1e6 / SECONDS;
    Latencies latencies = clients.latencies();
    return "%,d events/s, %s; %s; %.1f MB/s, %s"
        .formatted(
            latencies.total() / SECONDS, latencies, cores, megabytes, server.memory().heap());
  }

  /** A measurement lasts as long as it is asked to. */
  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    await().atMost(duration.plusSeconds(5)).until(() -> System.nanoTime() >= end);
  }

  private static void awaitAll(SseClients clients, java.util.function.IntToLongFunction last) {
    await()
        .atMost(PATIENCE)
        .until(() -> clients.subscribers().stream().allMatch(one -> done(one, last)));
    assertThat(
            clients.subscribers().stream().map(SseConnection::complaint).filter(Objects::nonNull))
        .isEmpty();
  }

  private static boolean done(SseConnection one, java.util.function.IntToLongFunction last) {
    return one.complaint() != null || one.seen() >= last.applyAsLong(one.job());
  }

  private static List<SseConnection> follow(List<Hand.Held> jobs, Load load) {
    return follow(jobs, load.subscribers());
  }

  private static List<SseConnection> follow(List<Hand.Held> jobs, int subscribers) {
    return IntStream.range(0, subscribers)
        .mapToObj(i -> i % jobs.size())
        .map(job -> new SseConnection(job, jobs.get(job).id(), 0))
        .toList();
  }

  private static SseClients clients(
      PackagedServer server, int reconnects, List<SseConnection> all, SteadyJobs jobs)
      throws IOException {
    return new SseClients(new SseClients.Manner(server.address(), reconnects), all, jobs::sentAt);
  }

  private static SseClients clients(PackagedServer server, int reconnects, List<SseConnection> all)
      throws IOException {
    return new SseClients(
        new SseClients.Manner(server.address(), reconnects), all, (job, number) -> 0);
  }

  /** The jobs are held by a node that does not beat; nobody shall take them from it. */
  private PackagedServer server() throws IOException {
    return PackagedServer.start(url(), "-Dcairn.engine.silence=1h", "-Dcairn.engine.vanished=1h");
  }

  private String url() {
    return "postgresql://%s:%s@%s"
        .formatted(user, password, database.substring(database.indexOf("//") + 2));
  }
}

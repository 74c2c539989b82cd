package dev.cairn.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a cluster work without end while it is troubled: each job to any node, two followers each.
 * Submissions that are refused for now are given again.
 */
final class Load implements AutoCloseable {

  /** So that a fault never falls on an idle cluster, and no job waits long for its turn. */
  private static final int JOBS_AT_ONCE = 2;

  /** Bounds what a long run gathers: 400 jobs in ten minutes. */
  private static final Duration AT_LEAST_BETWEEN = Duration.ofMillis(1_500);

  private static final int FOLLOWERS = 2;

  private final ClusterUnderTest cluster;
  private final List<Undisturbed> lots;
  private final Ledger ledger;
  private final Random random;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::give);

  Load(ClusterUnderTest cluster, List<Undisturbed> lots, Ledger ledger, long seed) {
    this.cluster = cluster;
    this.lots = List.copyOf(lots);
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  Load begin() {
    thread.start();
    return this;
  }

  private void give() {
    try {
      do {
        if (unfinished() < JOBS_AT_ONCE) {
          cluster.place(random).ifPresent(this::giveOne);
        }
      } while (!closed.await(AT_LEAST_BETWEEN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ledger.complain("the load broke: " + e);
    }
  }

  private long unfinished() {
    return ledger.orders().stream().filter(order -> !order.ended()).count();
  }

  private void giveOne(ServerUnderTest.Address place) {
    Undisturbed lot = lots.get(random.nextInt(lots.size()));
    try {
      HttpResponse<byte[]> answer = new Http(place.url()).offer("chunk", lot.papers());
      switch (answer.statusCode()) {
        case 202 -> follow(Http.tree(answer), lot);
        case 503 -> checkRefusal(answer);
        default ->
            ledger.complain(
                "a submission was answered "
                    + answer.statusCode()
                    + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
      }
    } catch (UncheckedIOException e) {
      ledger.unanswered();
    }
  }

  /** Refused is not taken, and says when to come again; but a lost commit's answer says nothing. */
  private void checkRefusal(HttpResponse<byte[]> answer) {
    ledger.unanswered();
    if (answer.headers().firstValue("Retry-After").isEmpty()) {
      ledger.complain("a 503 without Retry-After");
    }
  }

  private void follow(JsonNode job, Undisturbed lot) {
    String id = job.path("id").asText();
    List<Subscriber> followers =
        random.longs(FOLLOWERS).mapToObj(seed -> follower(id, new Random(seed)).begin()).toList();
    ledger.acknowledged(new Ledger.Order(id, lot, followers));
  }

  private Subscriber follower(String job, Random own) {
    return new Subscriber(() -> place(own), job, own);
  }

  private Optional<ServerUnderTest.Address> place(Random own) {
    return cluster.place(own);
  }

  /** Gives nothing more. */
  void end() {
    closed.countDown();
    try {
      thread.join(Duration.ofMinutes(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    ledger.orders().forEach(order -> order.subscribers().forEach(Subscriber::close));
  }
}

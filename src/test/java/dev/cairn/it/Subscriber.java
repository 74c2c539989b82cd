package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Follows a job's events through all lives of a server, or from node to node of a cluster:
 * reconnects with {@code Last-Event-ID} whenever the stream breaks, and now and then breaks it
 * itself. Ends with the answer 204.
 */
final class Subscriber implements AutoCloseable {

  /**
   * An event as it came.
   *
   * @param life which life of the server told it
   * @param at when it came
   */
  record Seen(long number, String type, JsonNode data, int life, Instant at) {}

  /** Of its own will it leaves after at most so many events. */
  private static final int LEAVES_WITHIN = 400;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Supplier<Optional<ServerUnderTest.Address>> place;
  private final String job;
  private final RandomGenerator random;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("subscriber").unstarted(this::follow);
  private final AtomicInteger connections = new AtomicInteger();

  Subscriber(ServerUnderTest server, String job, RandomGenerator random) {
    this(server::address, job, random);
  }

  /**
   * @param place asked before each connection for where to connect to
   */
  Subscriber(
      Supplier<Optional<ServerUnderTest.Address>> place, String job, RandomGenerator random) {
    this.place = place;
    this.job = job;
    this.random = random;
  }

  Subscriber begin() {
    thread.start();
    return this;
  }

  /** What came so far, in order; events without a number left out. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Whether it was told that nothing more comes. */
  boolean ended() {
    return ended.getCount() == 0;
  }

  int count() {
    return seen.size();
  }

  /** What was not as promised. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Waits until the server has said that nothing more comes. */
  void awaitEnd() {
    await()
        .alias("the events of job " + job + " end")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(ended.getCount()).as(this::standing).isZero());
  }

  private String standing() {
    Optional<ServerUnderTest.Address> address = place.get();
    return "%d events, %d connections, %s, server at %s, job %s"
        .formatted(
            count(),
            connections.get(),
            complaints,
            address,
            address.map(at -> new Http(at.url()).job(job)));
  }

  private void follow() {
    while (closed.getCount() > 0 && ended.getCount() > 0) {
      Optional<ServerUnderTest.Address> address = place.get();
      try {
        if (address.isPresent()) {
          connect(address.get());
        }
      } catch (IOException e) {
        // A killed server breaks its streams: that is what this is for.
      }
      pause();
    }
  }

  private void pause() {
    try {
      closed.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.countDown();
    }
  }

  private void connect(ServerUnderTest.Address address) throws IOException {
    HttpRequest.Builder request =
        new Http(address.url()).request("/v1/jobs/" + job + "/events").GET();
    if (!seen.isEmpty()) {
      request.header("Last-Event-ID", Long.toString(seen.getLast().number()));
    }
    HttpResponse<InputStream> response =
        Http.exchange(request.build(), BodyHandlers.ofInputStream());
    connections.incrementAndGet();
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> read(body, address.life());
        case 204 -> ended.countDown();
        case 503 -> {}
        default -> complaints.add("status " + response.statusCode());
      }
    }
  }

  private void read(InputStream body, int life) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    int left = 1 + random.nextInt(LEAVES_WITHIN);
    Frame frame = new Frame();
    boolean first = true;
    for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
      if (!line.isEmpty()) {
        frame.add(line);
      } else {
        if (frame.isEvent()) {
          if (first && !frame.type.equals("job.snapshot")) {
            complaints.add("a stream began with " + frame.type);
          }
          first = false;
          if (frame.number >= 0) {
            seen.add(
                new Seen(
                    frame.number, frame.type, Http.JSON.readTree(frame.data), life, Instant.now()));
            left--;
          }
        }
        frame = new Frame();
      }
    }
  }

  /** The lines of one event. */
  private static final class Frame {
    private long number = -1;
    private String type = "";
    private String data = "";

    void add(String line) {
      if (line.startsWith("id:")) {
        number = Long.parseLong(line.substring(3).strip());
      } else if (line.startsWith("event:")) {
        type = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data += line.substring(5).strip();
      }
    }

    boolean isEvent() {
      return !data.isEmpty();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}

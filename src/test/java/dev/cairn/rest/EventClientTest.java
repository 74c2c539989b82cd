package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of live streams at the level of their connections. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@Timeout(60)
class EventClientTest {

  private static final long SILENCE = Heartbeats.SILENCE.toNanos();

  private final Hand hand;
  private final Heartbeats heartbeats;

  EventClientTest(Hand hand, Heartbeats heartbeats) {
    this.hand = hand;
    this.heartbeats = heartbeats;
  }

  /** One connection; what is not read stays in its buffers, which are small. */
  private static final class Client implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;

    Client(Hand.Held held, int buffer) throws IOException {
      socket.setReceiveBufferSize(buffer);
      socket.connect(new InetSocketAddress("localhost", RestAssured.port));
      String request = "GET /v1/jobs/" + held.id() + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    /** Reads up to a line that begins so. */
    String until(String prefix) throws IOException {
      String line = next();
      while (!line.startsWith(prefix)) {
        line = next();
      }
      return line;
    }

    String next() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the connection has ended");
      }
      return line;
    }

    /** Numbers of all events up to the job's end. */
    List<Long> numbers() throws IOException {
      List<Long> numbers = new ArrayList<>();
      for (String line = next(); !line.equals("event: job.done"); line = next()) {
        if (line.startsWith("id: ")) {
          numbers.add(Long.parseLong(line.substring("id: ".length())));
        }
      }
      return numbers;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aSilentStreamSaysThatItLivesEveryFifteenSeconds() throws IOException {
    Hand.Held held = hand.held(1);
    try (Client client = new Client(held, 64 << 10)) {
      client.until("id: 2");
      long begun = System.nanoTime();
      heartbeats.beat(begun + SILENCE - 5_000_000_000L);
      heartbeats.beat(begun + SILENCE);
      heartbeats.beat(begun + SILENCE); // just said
      hand.fail(held, 0);
      List<String> between = new ArrayList<>();
      for (String line = client.next(); !line.equals("id: 3"); line = client.next()) {
        between.add(line);
      }
      assertThat(between).filteredOn(":"::equals).hasSizeBetween(1, 2);
    }
  }

  @Test
  void aReaderWhoHasStoppedHoldsNobodyUpAndLosesNothingWhenHeGoesOn() throws IOException {
    int documents = 15_000; // 45,000 events, 5 MB: more than all buffers on the way hold
    Hand.Held held = hand.held(documents);
    try (Client stopped = new Client(held, 4 << 10);
        Client reading = new Client(held, 64 << 10)) {
      CompletableFuture<List<Long>> read = CompletableFuture.supplyAsync(() -> numbers(reading));
      for (int seq = 0; seq < documents; seq += 500) {
        hand.complete(held, seq, seq + 500);
      }
      hand.finish(held);
      List<Long> all = LongStream.rangeClosed(1, 2 + documents * 3L + 2).boxed().toList();
      assertThat(read.join()).isEqualTo(all);
      assertThat(stopped.numbers()).isEqualTo(all);
    }
  }

  private static List<Long> numbers(Client client) {
    try {
      return client.numbers();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

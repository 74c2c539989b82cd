package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final Json NOTHING = Json.parse("{}");
  private static final Backoff AT_ONCE =
      new Backoff(Duration.ZERO, Duration.ofMillis(2), new Random(1));

  private final Peer peer = new Peer();
  private final PeerJob job = peer.has(PeerJob.of(Peer.idOf(1), "running", 10, 0, 0));

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void everyNumberedEventComesOnceOverConnectionsThatBreak() throws InterruptedException {
    peer.connections.add((its, last, out) -> numbered(out, 1, 3));
    peer.connections.add((its, last, out) -> numbered(out, 2, 5));
    peer.connections.add(
        (its, last, out) -> {
          numbered(out, 6, 6);
          Peer.send(out, "id: 7\ndata: cut off in the mid");
        });
    peer.connections.add((its, last, out) -> numbered(out, 7, 8));
    assertThat(ids(8)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(peer.lastEventIds)
        .startsWith(Optional.empty(), Optional.of("3"), Optional.of("5"), Optional.of("6"));
  }

  @Test
  void aServerThatIsBusyOrGoneForAWhileIsTriedAgain() throws InterruptedException {
    String events = "GET /v1/jobs/" + job.id + "/events";
    peer.prescribe(events, Peer.Answer.problem(503, "Database unavailable", "come back"));
    peer.prescribe(events, Peer.Answer.problem(502, "Bad gateway", "restarting"));
    peer.connections.add((its, last, out) -> numbered(out, 1, 1));
    try (EventStream stream = open(Duration.ofSeconds(30))) {
      assertThat(next(stream)).isInstanceOf(Signal.Interrupted.class);
      assertThat(next(stream)).isInstanceOf(Signal.Regained.class);
      assertThat(next(stream)).isInstanceOf(Signal.Received.class);
    }
  }

  @Test
  void aJobThatIsGoneIsNotTriedAgain() throws InterruptedException {
    peer.jobs.clear();
    try (EventStream stream = open(Duration.ofSeconds(30))) {
      assertThat(next(stream))
          .isInstanceOfSatisfying(
              Signal.GivenUp.class,
              gone -> assertThat(gone.failure()).isInstanceOf(Failure.Refused.class));
    }
    assertThat(peer.requests).hasSize(1);
  }

  @Test
  void aServerThatStaysAwayIsGivenUpAfterTheTimeLimit() throws InterruptedException {
    peer.close();
    try (EventStream stream = open(Duration.ZERO)) {
      assertThat(next(stream))
          .isInstanceOfSatisfying(
              Signal.GivenUp.class,
              gone -> assertThat(gone.failure().line()).contains("no server answers at"));
    }
  }

  @Test
  void noContentMeansThatNothingIsLeft() throws InterruptedException {
    peer.prescribe(
        "GET /v1/jobs/" + job.id + "/events",
        new Peer.Answer(204, "text/event-stream", "", java.util.Map.of()));
    try (EventStream stream = open(Duration.ofSeconds(30))) {
      assertThat(next(stream)).isInstanceOf(Signal.Exhausted.class);
    }
  }

  @Test
  void aWatcherThatLeavesWithTheQueueFullHoldsNothingUp() throws InterruptedException {
    peer.connections.add((its, last, out) -> numbered(out, 1, 5000));
    EventStream stream = open(Duration.ofSeconds(30));
    assertThat(next(stream)).isInstanceOf(Signal.Received.class);
    assertTimeout(Duration.ofSeconds(4), stream::close);
  }

  private static void numbered(OutputStream out, int from, int to) throws java.io.IOException {
    for (int i = from; i <= to; i++) {
      Peer.event(out, "stage.checkpointed", Optional.of("" + i), NOTHING);
    }
  }

  private List<String> ids(int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    try (EventStream stream = open(Duration.ofSeconds(30))) {
      while (ids.size() < count) {
        if (next(stream) instanceof Signal.Received(var event) && event.id().isPresent()) {
          ids.add(event.id().get());
        }
      }
    }
    return ids;
  }

  private EventStream open(Duration limit) {
    Patience patience = new Patience(limit, AT_ONCE);
    return new EventStream(new Api(peer.url()), job.id, Clock.systemUTC(), patience).open();
  }

  private static Signal next(EventStream stream) throws InterruptedException {
    return stream.next(Duration.ofSeconds(20)).orElseThrow();
  }
}

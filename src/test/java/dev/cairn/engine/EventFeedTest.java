package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.job.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class EventFeedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Hand hand;
  private final EventFeed feed;

  EventFeedTest(Hand hand, EventFeed feed) {
    this.hand = hand;
    this.feed = feed;
  }

  @Test
  void followersWhoJoinAtAnyTimeSeeEveryEventOnceInOrder() {
    int documents = 700; // 2,100 events: more than the ring holds
    Hand.Held held = hand.held(documents);
    List<CompletableFuture<List<Event>>> seen = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    for (int seq = 0; seq < documents; seq++) {
      if (seq % 50 == 0) {
        from.add(seq / 2);
        seen.add(feed.after(held.job(), seq / 2).collect().asList().subscribeAsCompletionStage());
      }
      hand.complete(held, seq);
    }
    hand.finish(held);
    long last = 2 + documents * 3L + 2;
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i).orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join())
          .extracting(Event::number)
          .isEqualTo(LongStream.rangeClosed(from.get(i) + 1, last).boxed().toList());
    }
    Awaitility.await().atMost(PATIENCE).until(() -> feed.watched() == 0);
  }

  @Test
  void whoAsksForNothingHoldsNobodyUpAndLosesNothing() {
    Hand.Held held = hand.held(1_000);
    AssertSubscriber<Event> slow =
        feed.after(held.job(), 0).subscribe().withSubscriber(AssertSubscriber.create(1));
    CompletableFuture<List<Event>> fast =
        feed.after(held.job(), 0).collect().asList().subscribeAsCompletionStage();
    for (int seq = 0; seq < 1_000; seq++) {
      hand.complete(held, seq);
    }
    hand.finish(held);
    assertThat(fast.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join()).hasSize(3_004);
    slow.awaitItems(1);
    slow.request(Long.MAX_VALUE).awaitCompletion(PATIENCE);
    assertThat(slow.getItems())
        .extracting(Event::number)
        .isEqualTo(LongStream.rangeClosed(1, 3_004).boxed().toList());
  }

  @Test
  void theReaderGoesWithItsLastFollower() {
    Hand.Held held = hand.held(1);
    AssertSubscriber<Event> one =
        feed.after(held.job(), 0).subscribe().withSubscriber(AssertSubscriber.create(100));
    AssertSubscriber<Event> two =
        feed.after(held.job(), 0).subscribe().withSubscriber(AssertSubscriber.create(100));
    one.awaitItems(2);
    two.awaitItems(2);
    int watched = feed.watched();
    one.cancel();
    assertThat(feed.watched()).isEqualTo(watched);
    two.cancel();
    assertThat(feed.watched()).isEqualTo(watched - 1);
  }

  @Test
  void aFinishedJobIsGivenToItsEnd() {
    Hand.Held held = hand.held(1);
    hand.fail(held, 0);
    hand.finish(held);
    List<Event> all = feed.after(held.job(), 0).collect().asList().await().atMost(PATIENCE);
    assertThat(all.getLast().type()).isEqualTo(Event.JOB_DONE);
    assertThat(feed.after(held.job(), all.size()).collect().asList().await().atMost(PATIENCE))
        .isEmpty();
    assertThat(feed.after(-1, 0).collect().asList().await().atMost(PATIENCE)).isEmpty();
  }
}

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

  @Test
  void whatAnotherNodeCommitsIsFoundWithoutBeingToldOf() {
    Hand.Held held = hand.held(1);
    AssertSubscriber<Event> follower =
        feed.after(held.job(), 2).subscribe().withSubscriber(AssertSubscriber.create(10));
    Awaitility.await().atMost(PATIENCE).until(() -> feed.watched() > 0);
    hand.beginElsewhere(held, 0);
    follower.awaitItems(1, PATIENCE);
    assertThat(follower.getItems().getFirst().number()).isEqualTo(3);
    follower.cancel();
  }

  @Test
  void nothingIsAskedOfTheDatabaseWhenNobodyFollows() {
    Hand.Held held = hand.held(1);
    try (Following following = feed.follow(held.job())) {
      assertThat(feed.polls()).isTrue();
      assertThat(following.standing()).isEmpty();
    }
    Awaitility.await().atMost(PATIENCE).until(() -> feed.watched() == 0 && !feed.polls());
  }

  @Test
  void aFollowerBehindTheRingReadsTheTableAndComesBackToIt() {
    int documents = 3_000; // 9,000 events weigh 4 MB: the ring keeps the last page
    Hand.Held held = hand.held(documents);
    try (Following slow = feed.follow(held.job());
        Following fast = feed.follow(held.job())) {
      long head = 2;
      for (int seq = 0; seq < documents; seq += 500) {
        hand.complete(held, seq, seq + 500);
        long committed = 2 + 3L * (seq + 500);
        while (head < committed) {
          head = numbers(fast, head).getLast();
        }
      }
      assertThat(slow.next(2, () -> {})).isInstanceOf(Next.Behind.class);
      List<Long> caughtUp = new ArrayList<>(List.of(2L));
      while (slow.next(caughtUp.getLast(), () -> {}) instanceof Next.Behind) {
        caughtUp.addAll(numbers(slow, caughtUp.getLast()));
      }
      assertThat(caughtUp.getLast()).isLessThan(head);
      caughtUp.addAll(numbers(slow, caughtUp.getLast()));
      assertThat(caughtUp).isEqualTo(LongStream.rangeClosed(2, head).boxed().toList());
    }
  }

  /** Of the next page of a follower, from the table or from the ring. */
  private static List<Long> numbers(Following following, long seen) {
    return following
        .soon(seen)
        .chain(next -> EventFeed.page(following, seen, next))
        .await()
        .atMost(PATIENCE)
        .stream()
        .map(Event::number)
        .toList();
  }
}

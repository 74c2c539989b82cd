package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.job.Event;
import dev.cairn.job.Item;
import dev.cairn.job.Job;
import dev.cairn.job.Lease;
import dev.cairn.job.Problem;
import dev.cairn.store.Commits.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Promises 1 (Atomic), 2 (Once) and 7 (Gap-free), where they are kept: in the database. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LeaseTest {

  @Inject Hand hand;
  @Inject Commits commits;
  @Inject Database database;
  @Inject Nodes nodes;
  @Inject Rescue rescue;
  @Inject Jobs jobs;
  @Inject Leases leases;
  @Inject Results results;
  @Inject Events events;
  @Inject Work work;

  @Test
  void aStaleHolderWritesNothing() {
    Hand.Held held = hand.held(2);
    loseTheNode();
    List<Answer> answers =
        await(commits.write(List.of(done(held, 0, 0, "{\"a\":1}"), failed(held, 1))));
    assertThat(answers).allMatch(Answer.Fenced.class::isInstance);
    Job job = await(jobs.byKey(held.job())).orElseThrow();
    assertThat(job.stages().getFirst().done()).isZero();
    assertThat(job.counts().failed()).isZero();
    assertThat(await(results.records(held.job()).collect().asList())).isEmpty();
    assertThat(await(events.after(held.job(), 0, 100)))
        .extracting(Event::type)
        .containsOnly(Event.JOB_STATUS);
  }

  /** The test above would notice: the same statement without its fence does write. */
  @Test
  void withoutTheFenceAStaleHolderWouldWrite() {
    Hand.Held held = hand.held(1);
    loseTheNode();
    String fence = "and l.epoch = f.epoch and l.node = f.node\n  join alive a on a.id = f.node\n";
    String unfenced = CommitStatement.SQL.replace(fence, "\n");
    assertThat(unfenced).isNotEqualTo(CommitStatement.SQL);
    List<Commit> group = List.of(done(held, 0, 0, "{\"a\":1}"));
    assertThat(await(commits.write(group))).allMatch(Answer.Fenced.class::isInstance);
    assertThat(await(database.run(unfenced, CommitStatement.parameters(group)))).isEmpty();
    assertThat(await(results.records(held.job()).collect().asList())).hasSize(1);
  }

  @Test
  void oneStaleMemberDoesNotKeepTheRestOfItsGroupFromBeingWritten() {
    Hand.Held stale = hand.held(1);
    loseTheNode();
    Hand.Held good = hand.held(1);
    List<Answer> answers =
        await(
            commits.write(List.of(done(stale, 0, 0, "{\"a\":1}"), done(good, 0, 0, "{\"a\":2}"))));
    assertThat(answers.get(0)).isInstanceOf(Answer.Fenced.class);
    assertThat(answers.get(1)).isInstanceOf(Answer.Committed.class);
    assertThat(await(results.records(stale.job()).collect().asList())).isEmpty();
    assertThat(await(results.records(good.job()).collect().asList())).hasSize(1);
  }

  @Test
  void aStaleHolderCannotEndTheLease() {
    Hand.Held held = hand.held(1);
    loseTheNode();
    await(leases.finish(held.lease()));
    assertThat(await(jobs.byKey(held.job())).orElseThrow().state().finished()).isFalse();
  }

  @Test
  void aCommitWhoseAnswerWasLostIsRecordedOnce() {
    Hand.Held held = hand.held(1);
    List<Commit> group = List.of(done(held, 0, 0, "{\"a\":1}"));
    await(commits.write(group));
    assertThat(await(commits.write(group))).allMatch(Answer.Committed.class::isInstance);
    assertThat(await(jobs.byKey(held.job())).orElseThrow().stages().getFirst().done()).isOne();
    assertThat(await(results.records(held.job()).collect().asList())).hasSize(1);
  }

  @Test
  void oneBadRowDoesNotFailItsNeighbours() {
    Hand.Held held = hand.held(5);
    List<Commit> group =
        List.of(
            done(held, 0, 0, "{\"a\":1}"),
            done(held, 1, 0, "{\"a\":2}"),
            done(held, 2, 0, "{\"a\":\"\u0000\"}"),
            done(held, 3, 0, "{\"a\":4}"),
            failed(held, 4));
    List<Answer> answers = await(commits.write(group));
    assertThat(answers.get(2)).isInstanceOf(Answer.Unwritable.class);
    assertThat(List.of(answers.get(0), answers.get(1), answers.get(3), answers.get(4)))
        .allMatch(Answer.Committed.class::isInstance);
    Job job = await(jobs.byKey(held.job())).orElseThrow();
    assertThat(job.stages().getFirst().done()).isEqualTo(3);
    assertThat(job.counts().failed()).isOne();
    assertThat(await(results.records(held.job()).collect().asList()))
        .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":4}");
    assertThat(await(events.after(held.job(), 0, 100)))
        .extracting(Event::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 6).boxed().toList());
  }

  @Test
  void whoTakesAFreedRangeFindsWhatIsDone() {
    Hand.Held held = hand.held(3);
    hand.complete(held, 0);
    hand.begin(held, 1);
    hand.fail(held, 2);
    Lease again =
        new Lease(
            held.job(),
            0,
            3,
            new Lease.Fence(
                held.lease().fence().node(), held.lease().id(), held.lease().fence().epoch() + 1),
            Lease.Trial.FIRST,
            OptionalInt.empty());
    List<Work.Item> items = await(work.page(again, 0, 2, 10));
    assertThat(items).extracting(Work.Item::finished).containsExactly(true, false, true);
    assertThat(items.get(1).nextStage()).isOne();
  }

  /** To the database every node but one that asks is dead after no silence at all. */
  private void loseTheNode() {
    long rescuer = await(nodes.register("rescuer"));
    await(rescue.free(rescuer, Rescue.Patience.NONE));
    await(rescue.leave(rescuer));
  }

  private static Commit done(Hand.Held held, long seq, int stage, String record) {
    return new Commit(
        held.lease().fence(),
        new Commit.Step(held.job(), seq, stage, "first", false),
        1_000,
        new Commit.Fact.Checkpointed(
            new Commit.HandedOn.Inline(new byte[] {'1'}),
            List.of(new Item(record)),
            List.of(),
            Commit.Position.START));
  }

  private static Commit failed(Hand.Held held, long seq) {
    Problem problem = Problem.of("corrupt-document", "The document is damaged", 422, "Torn.");
    return new Commit(
        held.lease().fence(),
        new Commit.Step(held.job(), seq, 0, "first", false),
        1_000,
        new Commit.Fact.Failed(problem, false, 1, Optional.empty()));
  }
}

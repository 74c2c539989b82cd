package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Hand;
import dev.cairn.TestDatabase;
import dev.cairn.job.Command;
import dev.cairn.job.Job;
import dev.cairn.job.JobState;
import dev.cairn.job.Rescued;
import dev.cairn.job.Transition;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who counts as dead, and what becomes of what it held. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RescueTest {

  private static final Duration LONG = Duration.ofHours(1);

  @Inject Hand hand;
  @Inject Nodes nodes;
  @Inject Rescue rescue;
  @Inject Jobs jobs;
  @Inject Control control;

  private List<Rescued> rescued(Hand.Held held, Duration silence, Duration vanished) {
    long self = await(nodes.register("rescuer"));
    return await(rescue.free(self, new Rescue.Patience(silence, vanished))).stream()
        .filter(each -> each.job() == held.job())
        .toList();
  }

  @Test
  void aNodeWhoseConnectionStandsIsNotDeadBecauseItIsSilentForAMoment() {
    Hand.Held held = hand.held(2);
    Presence presence = await(nodes.show(held.lease().fence().node(), hint -> {}));
    assertThat(rescued(held, LONG, Duration.ZERO)).isEmpty();
    await(presence.close());
    List<Rescued> freed = rescued(held, LONG, Duration.ZERO);
    assertThat(freed).hasSize(1);
    assertThat(freed.getFirst().documents()).isEqualTo(2);
  }

  @Test
  void aNodeThatWasHeardOfIsNotDeadBecauseItsConnectionIsCut() {
    Hand.Held held = hand.held(2);
    assertThat(rescued(held, LONG, LONG)).isEmpty();
  }

  @Test
  void aNodeSilentForTooLongIsDeadThoughItsConnectionStands() {
    Hand.Held held = hand.held(2);
    Presence presence = await(nodes.show(held.lease().fence().node(), hint -> {}));
    assertThat(rescued(held, Duration.ZERO, LONG)).hasSize(1);
    await(presence.close());
  }

  @Test
  void aDeadNodeHearsThatItIsDead() {
    Hand.Held held = hand.held(1);
    rescued(held, Duration.ZERO, LONG);
    assertThat(await(nodes.beat(held.lease().fence().node(), false, List.of()))).isEmpty();
  }

  @Test
  void theHistorySaysWhichNodeWasLostAndAPausingJobThatWaitedForItIsPaused() {
    Hand.Held held = hand.held(3);
    await(control.obey(Tenant.LOCAL, held.id(), Command.PAUSE));
    rescued(held, Duration.ZERO, LONG);
    Job job = await(jobs.byKey(held.job())).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.PAUSED);
    assertThat(job.processing()).isEqualTo(Job.Processing.RESUMED);
    assertThat(await(jobs.history(held.job())))
        .extracting(Transition::reason)
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .hasValueSatisfying(
                        text ->
                            assertThat(text).contains("was lost; its 1 ranges of 3 documents")));
  }

  @Test
  void whoEndsInGoodOrderLeavesNothingBehind() {
    Hand.Held held = hand.held(2);
    await(rescue.leave(held.lease().fence().node()));
    long other = await(nodes.register("other"));
    assertThat(await(nodes.beat(other, true, List.of(Hand.PIPELINE + ":1"))).orElseThrow().news())
        .contains(Nodes.News.WORK);
    await(rescue.leave(other));
  }
}

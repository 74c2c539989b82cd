package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose turn it is: fair over tenants, weighted by priority inside one, and never starving. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TurnTest {

  @Inject Tenants tenants;
  @Inject Leases leases;

  /** No other test's jobs are in the way, and no engine takes these. */
  private final String pipeline = "turns-" + UUID.randomUUID();

  @Test
  void aTenantOfThreeTimesTheWeightGetsThreeTimesTheTurns() {
    long heavy = tenants.job(tenants.tenant(3), pipeline, 200, 0);
    long light = tenants.job(tenants.tenant(1), pipeline, 200, 0);
    Map<Long, Integer> turns = turns(80);
    assertThat(turns.get(heavy)).isBetween(58, 62);
    assertThat(turns.get(light)).isBetween(18, 22);
  }

  @Test
  void aTenantWithAThousandJobsGetsNoMoreThanOneWithASingleJob() {
    long crowd = tenants.tenant(1);
    for (int i = 0; i < 50; i++) {
      tenants.job(crowd, pipeline, 2, 0);
    }
    long single = tenants.job(tenants.tenant(1), pipeline, 100, 0);
    assertThat(turns(40).get(single)).isBetween(18, 22);
  }

  @Test
  void whoComesLateGetsNoCreditForTheTimeBefore() {
    long early = tenants.job(tenants.tenant(1), pipeline, 200, 0);
    turns(50);
    long late = tenants.job(tenants.tenant(1), pipeline, 200, 0);
    Map<Long, Integer> turns = turns(20);
    assertThat(turns.get(early)).isBetween(9, 11);
    assertThat(turns.get(late)).isBetween(9, 11);
  }

  @Test
  void eachStepOfPriorityDoublesAJobsShareAndTheLowestStillMovesOn() {
    long tenant = tenants.tenant(1);
    long high = tenants.job(tenant, pipeline, 200, 2);
    long low = tenants.job(tenant, pipeline, 200, 0);
    Map<Long, Integer> turns = turns(80);
    assertThat(turns.get(high)).isBetween(54, 66);
    assertThat(turns.get(low)).isBetween(14, 26);
  }

  @Test
  void anOldJobIsServedHoweverManyMoreUrgentOnesComeAfterIt() {
    long tenant = tenants.tenant(1);
    long old = tenants.job(tenant, pipeline, 100, -1000);
    int served = 0;
    long node = tenants.node();
    for (int i = 0; i < 64; i++) {
      tenants.job(tenant, pipeline, 1, 1000);
      served += tenants.servedTurn(node, pipeline) == old ? 1 : 0;
    }
    assertThat(served).isGreaterThanOrEqualTo(7);
  }

  @Test
  void neverMoreJobsOfATenantRunThanItMay() {
    long tenant = tenants.tenant(1);
    tenants.limit(tenant, 2, null);
    for (int i = 0; i < 3; i++) {
      tenants.job(tenant, pipeline, 1, 0);
    }
    long node = tenants.node();
    Grants.Grant first = tenants.turn(node, pipeline, 1).getFirst();
    Grants.Grant second = tenants.turn(node, pipeline, 1).getFirst();
    assertThat(first.lease().job()).isNotEqualTo(second.lease().job());
    assertThat(tenants.turn(node, pipeline, 1)).isEmpty();
    await(leases.finish(first.lease()));
    assertThat(tenants.turn(node, pipeline, 1)).hasSize(1);
  }

  @Test
  void neverMoreDocumentsOfATenantAreGrantedThanItMayHave() {
    long tenant = tenants.tenant(1);
    tenants.limit(tenant, null, 10L);
    tenants.job(tenant, pipeline, 100, 0);
    tenants.job(tenant, pipeline, 100, 0);
    long node = tenants.node();
    List<Grants.Grant> first = tenants.turn(node, pipeline, 8);
    List<Grants.Grant> second = tenants.turn(node, pipeline, 8);
    assertThat(first.getFirst().lease().size() + second.getFirst().lease().size()).isEqualTo(10);
    assertThat(tenants.turn(node, pipeline, 8)).isEmpty();
    await(leases.finish(second.getFirst().lease()));
    assertThat(tenants.turn(node, pipeline, 8).getFirst().lease().size()).isEqualTo(2);
  }

  private Map<Long, Integer> turns(int n) {
    long node = tenants.node();
    Map<Long, Integer> turns = new HashMap<>();
    for (int i = 0; i < n; i++) {
      turns.merge(tenants.servedTurn(node, pipeline), 1, Integer::sum);
    }
    return turns;
  }
}

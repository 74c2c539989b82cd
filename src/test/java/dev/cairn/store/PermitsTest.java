package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the whole cluster may do at once or in a second, whoever asks. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PermitsTest {

  @Inject Permits permits;
  @Inject Nodes nodes;
  @Inject Rescue rescue;

  private final String name = "limit-" + UUID.randomUUID();

  private int share(long node, int most, int used, int wanted) {
    return await(permits.share(node, new Permits.Ask(name, most, used, wanted)));
  }

  @Test
  void sharesNeverAddUpToMoreThanTheLimitHoweverNodesComeAndGo() {
    long[] node = new long[3];
    int[] share = new int[3];
    Random random = new Random(7);
    for (int i = 0; i < node.length; i++) {
      node[i] = await(nodes.register("by hand"));
    }
    for (int step = 0; step < 200; step++) {
      int i = random.nextInt(node.length);
      int used = random.nextInt(share[i] + 1);
      share[i] = share(node[i], 5, used, used + random.nextInt(4));
      assertThat(share[i]).isGreaterThanOrEqualTo(used);
      assertThat(share[0] + share[1] + share[2]).isLessThanOrEqualTo(5);
      if (random.nextInt(20) == 0) {
        await(rescue.leave(node[i]));
        node[i] = await(nodes.register("by hand"));
        share[i] = 0;
      }
    }
  }

  @Test
  void whoAsksAloneMayHaveAll() {
    assertThat(share(await(nodes.register("by hand")), 4, 0, 9)).isEqualTo(4);
  }

  @Test
  void aNodeThatIsGoneHasNoShare() {
    long node = await(nodes.register("by hand"));
    await(rescue.leave(node));
    assertThat(share(node, 4, 0, 1)).isZero();
  }

  @Test
  void slotsOfAllNodesAreApartByTheRate() {
    Permits.Slots first = await(permits.reserve(name, 5, 2));
    Permits.Slots second = await(permits.reserve(name, 1, 2));
    assertThat(first.gap()).isEqualTo(Duration.ofMillis(500));
    assertThat(first.first()).isLessThan(Duration.ofMillis(100));
    // Five slots half a second apart come before it, less the time since.
    assertThat(second.first()).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(2_500));
  }
}

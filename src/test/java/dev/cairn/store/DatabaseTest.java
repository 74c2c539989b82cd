package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DatabaseTest {

  /** More than the pool has. */
  private static final int MANY = 30;

  private final Database database;
  private final Nodes nodes;

  DatabaseTest(Database database, Nodes nodes) {
    this.database = database;
    this.nodes = nodes;
  }

  @Test
  void aConnectionThatNobodyWaitsForAnyMoreGoesBackToThePool() {
    giveUpManyTimes(database.connection());
    assertThat(await(database.answers())).isTrue();
  }

  @Test
  void aPresenceThatIsGivenUpHalfwayLeavesItsConnectionToOthers() {
    long node = await(nodes.register("given up"));
    giveUpManyTimes(nodes.show(node, hint -> {}));
    assertThat(await(database.answers())).isTrue();
  }

  private static void giveUpManyTimes(Uni<?> wanted) {
    for (int i = 0; i < MANY; i++) {
      wanted.subscribe().with(late -> {}, failure -> {}).cancel();
    }
  }
}

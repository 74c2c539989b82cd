package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;
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
    giveUpManyTimes(database.connection(), SqlConnection::close);
    assertThat(await(database.answers())).isTrue();
  }

  @Test
  void aPresenceThatIsGivenUpHalfwayLeavesItsConnectionToOthers() {
    long node = await(nodes.register("given up"));
    giveUpManyTimes(nodes.show(node, hint -> {}), Presence::close);
    assertThat(await(database.answers())).isTrue();
  }

  /**
   * Asks and gives up at once.
   *
   * @param close what to do when it came before that
   */
  private static <T> void giveUpManyTimes(Uni<T> wanted, Function<T, Uni<Void>> close) {
    for (int i = 0; i < MANY; i++) {
      wanted
          .subscribe()
          .with(early -> close.apply(early).subscribe().with(closed -> {}), failure -> {})
          .cancel();
    }
  }
}

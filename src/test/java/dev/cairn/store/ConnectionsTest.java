package dev.cairn.store;

import static dev.cairn.Hand.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What is sent again and again is parsed once. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ConnectionsTest {

  @Inject Pool pool;

  @Test
  void theLongestStatementStaysPrepared() {
    assertThat(CommitStatement.SQL.length()).isLessThan(Connections.LONGEST_STATEMENT);
    SqlConnection connection = await(pool.getConnection());
    try {
      String lone = "select 1 as one --" + "x".repeat(CommitStatement.SQL.length());
      await(connection.preparedQuery(lone).execute());
      await(connection.preparedQuery(lone).execute());
      long kept =
          await(
                  connection
                      .query(
                          "select count(*) from pg_prepared_statements where statement like 'select 1 as one --%'")
                      .execute())
              .iterator()
              .next()
              .getLong(0);
      assertThat(kept).isEqualTo(1);
    } finally {
      await(connection.close());
    }
  }
}

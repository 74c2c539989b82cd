package dev.cairn.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Opens the connections. The client keeps only statements of up to 2,048 characters prepared unless
 * it is told otherwise, and the two that count most are longer: each group of results and each
 * grant was parsed anew, 0.4 to 0.6 ms every time.
 */
@Singleton
public class Connections implements PgPoolCreator {

  /** More than any statement of ours has. */
  static final int LONGEST_STATEMENT = 32_000;

  @Override
  public Pool create(Input input) {
    List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
    servers.forEach(server -> server.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT));
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(servers)
        .using(input.vertx())
        .build();
  }
}

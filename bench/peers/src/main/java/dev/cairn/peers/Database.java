package dev.cairn.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The server of this run, and the tables in which every peer leaves its stage commits. */
final class Database {

  private final EmbeddedPostgres postgres;
  private final HikariDataSource own;

  Database(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.own = pool(BareInserts.CONNECTIONS);
  }

  /** A pool of exactly so many connections; the server takes 50 in all, as the product sets it. */
  HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.jdbcUrl());
    config.setUsername(postgres.user());
    config.setPassword(postgres.password());
    config.setMaximumPoolSize(connections);
    // Prepared on the server from the first use; the default waits for the fifth.
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  /** For the measuring itself: {@link BareInserts#CONNECTIONS} connections. */
  DataSource own() {
    return own;
  }

  /** For a client that is not Java. */
  String connectionString() {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            postgres.user(),
            postgres.password(),
            postgres.host(),
            postgres.port(),
            postgres.database());
  }

  /**
   * Makes the tables anew. A result, its checkpoint and its event share a row, as in Cairn.
   * Counters are spread over {@link StageCommit#SLOTS} rows a stage: with one row, each commit
   * would wait for the one before it.
   */
  void reset() throws SQLException {
    execute(
        """
        drop table if exists result, counter;
        create table result (
          job bigint, seq bigint, stage smallint, outcome smallint, epoch int, records int, took_us bigint,
          event_no bigint generated always as identity, at timestamptz not null default now(), handed_on bytea,
          primary key (job, seq, stage));
        create table counter (slot int, stage smallint, done bigint not null, primary key (slot, stage))
          with (fillfactor = 50);
        """);
    execute(
        "insert into counter select slot, stage, 0 from generate_series(0, %d) slot, generate_series(0, %d) stage"
            .formatted(StageCommit.SLOTS - 1, StageCommit.STAGES - 1));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = own.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Bytes of write-ahead log written since the database was made. */
  long walPosition() throws SQLException {
    return number("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
  }

  /** Makes sure that every stage of every document is there once and counted once. */
  void check(int documents) throws SQLException {
    long expected = (long) documents * StageCommit.STAGES;
    long rows = number("select count(*) from result where length(handed_on) = 1024");
    long counted = number("select sum(done)::bigint from counter");
    if (rows != expected || counted != expected) {
      throw new IllegalStateException(
          "%,d stage commits were due; %,d are there, %,d counted"
              .formatted(expected, rows, counted));
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = own.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}

package dev.cairn.peers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The bare limit: a plain client that inserts rows of the same size in groups of 500 over 4
 * connections, with one update of a counter in each group. No documents, no order, no queue.
 */
final class BareInserts {

  static final int CONNECTIONS = 4;
  private static final int GROUP = 500;

  private final Database database;

  BareInserts(Database database) {
    this.database = database;
  }

  /** Rows a second. */
  double run(int rows) throws Exception {
    database.execute(
        """
        drop table if exists bare, bare_counter;
        create table bare (job bigint, seq bigint, stage smallint, outcome smallint, epoch int,
          records int, took_us bigint, at timestamptz not null default now(), handed_on bytea,
          primary key (job, seq, stage));
        create table bare_counter (job bigint primary key, done bigint);
        insert into bare_counter select g, 0 from generate_series(0, 3) g;
        """);
    int groups = rows / GROUP / CONNECTIONS;
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int job = 0; job < CONNECTIONS; job++) {
        long mine = job;
        all.add(threads.submit(() -> insert(mine, groups)));
      }
      for (Future<?> one : all) {
        one.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    return (double) groups * GROUP * CONNECTIONS * 1e9 / (System.nanoTime() - begun);
  }

  private Void insert(long job, int groups) throws SQLException {
    byte[][] payloads = new byte[GROUP][];
    Arrays.fill(payloads, StageCommit.payload());
    Long[] seqs = new Long[GROUP];
    try (Connection connection = database.own().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                with counted as (update bare_counter set done = done + ? where job = ?)
                insert into bare (job, seq, stage, outcome, epoch, records, took_us, handed_on)
                select ?, o.seq, 0, 0, 1, 0, 10, o.data
                from unnest(?::bigint[], ?::bytea[]) as o(seq, data)
                """)) {
      for (int group = 0; group < groups; group++) {
        long first = (long) group * GROUP;
        Arrays.setAll(seqs, i -> first + i);
        statement.setLong(1, GROUP);
        statement.setLong(2, job);
        statement.setLong(3, job);
        statement.setArray(4, connection.createArrayOf("bigint", seqs));
        statement.setArray(5, connection.createArrayOf("bytea", payloads));
        statement.executeUpdate();
      }
    }
    return null;
  }
}

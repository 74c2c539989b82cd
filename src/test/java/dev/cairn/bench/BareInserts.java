package dev.cairn.bench;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;

/**
 * The bare limit: a plain client that inserts rows of the same size in groups of 500 over 4
 * connections, with one update of a counter in each group. No documents, no order, no fence.
 */
final class BareInserts {

  private static final int GROUP = 500;
  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private BareInserts() {}

  /** Rows a second. */
  static double run(Pool pool, int rows) {
    pool.query("drop table if exists bare, bare_counter").executeAndAwait();
    pool.query(
            """
            create table bare (job bigint, seq bigint, stage smallint, outcome smallint, epoch int,
              records int, took_us bigint, at timestamptz not null default now(), handed_on bytea,
              primary key (job, seq, stage))
            """)
        .executeAndAwait();
    pool.query("create table bare_counter (job bigint primary key, done bigint)").executeAndAwait();
    pool.query("insert into bare_counter select g, 0 from generate_series(0, 3) g")
        .executeAndAwait();
    Buffer payload = Buffer.buffer("x".repeat(1024));
    long begun = System.nanoTime();
    Multi.createFrom()
        .range(0, rows / GROUP)
        .onItem()
        .transformToUni(group -> insert(pool, group, payload))
        .merge(CONNECTIONS)
        .collect()
        .last()
        .await()
        .atMost(PATIENCE);
    return rows * 1e9 / (System.nanoTime() - begun);
  }

  private static Uni<?> insert(Pool pool, int group, Buffer payload) {
    Long[] seqs = new Long[GROUP];
    io.vertx.core.buffer.Buffer[] data = new io.vertx.core.buffer.Buffer[GROUP];
    Arrays.setAll(seqs, i -> (long) group * GROUP + i);
    Arrays.fill(data, payload.getDelegate());
    return pool.preparedQuery(
            """
            with counted as (update bare_counter set done = done + $4 where job = $1)
            insert into bare (job, seq, stage, outcome, epoch, records, took_us, handed_on)
            select $1, o.seq, 0, 0, 1, 0, 10, o.data
            from unnest($2::bigint[], $3::bytea[]) as o(seq, data)
            """)
        .execute(Tuple.of((long) (group % CONNECTIONS), seqs, data, GROUP));
  }
}

package dev.cairn.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * No engine at all: threads that take the next number and commit its three stages, each by itself.
 * What an engine would reach that cost nothing, as long as it commits one stage of one document at
 * a time.
 */
final class OneByOne implements Peer {

  private static final int THREADS = Integer.getInteger("peers.threads", 32);

  private final HikariDataSource source;
  private final StageCommit commits;

  OneByOne(Database database) {
    this.source = database.pool(THREADS);
    this.commits = new StageCommit(source);
  }

  @Override
  public String name() {
    return "one-by-one";
  }

  @Override
  public Documents documents() {
    return Documents.INDEPENDENT;
  }

  @Override
  public int usualRound() {
    return 20_000;
  }

  @Override
  public void fill(int documents) {}

  @Override
  public void work(int documents) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(() -> take(next, documents)));
      }
      for (Future<?> one : all) {
        one.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private Void take(AtomicInteger next, int documents) throws Exception {
    for (int document; (document = next.getAndIncrement()) < documents; ) {
      commits.runAll(document);
    }
    return null;
  }

  @Override
  public void close() {
    source.close();
  }
}

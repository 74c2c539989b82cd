package dev.cairn.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/**
 * JobRunr, the free edition: one job a document, which commits its three stages by itself. The
 * engine claims jobs in batches and writes each job's end by itself, in a transaction other than
 * the stage's. A job is not told whether a node crashed under it before, so each reads its
 * checkpoints first.
 */
final class JobRunrJobs implements Peer {

  private static final int WORKERS = Integer.getInteger("peers.workers", 64);
  private static final int CONNECTIONS = Integer.getInteger("peers.connections", 40);
  private static final BackgroundJobServerThreadType THREADS =
      BackgroundJobServerThreadType.valueOf(System.getProperty("peers.type", "PlatformThreads"));

  private final Database database;
  private final HikariDataSource source;
  private final Handler handler;

  JobRunrJobs(Database database) {
    this.database = database;
    this.source = database.pool(CONNECTIONS);
    new PostgresStorageProvider(source).close(); // makes its tables
    this.handler = new Handler(new StageCommit(source));
  }

  /** A document as JobRunr stores it. */
  public record OneDocument(long seq) implements JobRequest {
    @Override
    public Class<Handler> getJobRequestHandler() {
      return Handler.class;
    }
  }

  /** What JobRunr calls for each. */
  public static final class Handler implements JobRequestHandler<OneDocument> {
    private final StageCommit commits;
    private volatile CountDownLatch finished = new CountDownLatch(0);

    Handler(StageCommit commits) {
      this.commits = commits;
    }

    @Override
    public void run(OneDocument document) throws Exception {
      commits.runRest(document.seq);
      finished.countDown();
    }
  }

  @Override
  public String name() {
    return "jobrunr";
  }

  @Override
  public Documents documents() {
    return Documents.INDEPENDENT;
  }

  @Override
  public int usualRound() {
    return 5_000;
  }

  @Override
  public void fill(int documents) throws Exception {
    database.execute("truncate jobrunr_jobs");
    configuration()
        .initialize()
        .getJobRequestScheduler()
        .enqueue(IntStream.range(0, documents).mapToObj(OneDocument::new));
    JobRunr.destroy();
  }

  @Override
  public void work(int documents) throws Exception {
    CountDownLatch finished = new CountDownLatch(documents);
    handler.finished = finished;
    configuration()
        .useBackgroundJobServer(
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                // the shortest that it takes; it also looks whenever workers become idle
                .andPollInterval(Duration.ofSeconds(5))
                .andBackgroundJobServerWorkerPolicy(
                    new DefaultBackgroundJobServerWorkerPolicy(WORKERS, THREADS)))
        .initialize();
    try {
      if (!finished.await(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new TimeoutException(finished.getCount() + " documents are not finished");
      }
    } finally {
      JobRunr.destroy();
    }
  }

  private JobRunrConfiguration configuration() {
    // No dashboard: it would listen, and look for newer versions elsewhere.
    return JobRunr.configure()
        .useJsonMapper(new JacksonJsonMapper())
        .useStorageProvider(new PostgresStorageProvider(source))
        .useJobActivator(this::activate);
  }

  private <T> T activate(Class<T> type) {
    return type.cast(handler);
  }

  @Override
  public void close() {
    source.close();
  }
}

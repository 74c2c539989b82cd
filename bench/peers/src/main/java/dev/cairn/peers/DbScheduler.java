package dev.cairn.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * db-scheduler. Its row is picked in batches by {@code lock and fetch}, which is its fastest way on
 * PostgreSQL, and removed or rescheduled one by one, in a transaction other than the stage's: the
 * engine takes its connections itself. A crash between the two runs the execution again, which then
 * finds the checkpoints.
 */
final class DbScheduler implements Peer {

  /** What one execution does. */
  enum Unit {
    /** All stages, each committed by itself: the engine's own writes are paid once a document. */
    DOCUMENT,
    /** One stage; the execution is rescheduled at once for the next, which it keeps in its data. */
    STAGE
  }

  private static final int THREADS = Integer.getInteger("peers.threads", 32);
  private static final double LOWER = Double.parseDouble(System.getProperty("peers.lower", "1.0"));
  private static final double UPPER = Double.parseDouble(System.getProperty("peers.upper", "8.0"));

  /** An execution's version when it is picked for the first time; each pick adds one. */
  private static final long FIRST_PICK = 2;

  private final Database database;
  private final Unit unit;
  private final HikariDataSource source;
  private final StageCommit commits;
  private final Task<Integer> task;
  private CountDownLatch finished = new CountDownLatch(0);

  DbScheduler(Database database, Unit unit) {
    this.database = database;
    this.unit = unit;
    this.source = database.pool(THREADS + 4); // the poller and the housekeeper need some too
    this.commits = new StageCommit(source);
    this.task =
        switch (unit) {
          case DOCUMENT ->
              Tasks.oneTime("document", Integer.class)
                  .execute((instance, context) -> document(instance, context));
          case STAGE ->
              Tasks.custom("stage", Integer.class).execute((instance, context) -> stage(instance));
        };
  }

  @Override
  public String name() {
    return switch (unit) {
      case DOCUMENT -> "db-scheduler";
      case STAGE -> "db-scheduler-stages";
    };
  }

  @Override
  public Documents documents() {
    return Documents.INDEPENDENT;
  }

  @Override
  public int usualRound() {
    return 10_000;
  }

  @Override
  public void fill(int documents) throws SQLException {
    database.execute(
        """
        drop table if exists scheduled_tasks;
        create table scheduled_tasks (
          task_name text not null, task_instance text not null, task_data bytea,
          execution_time timestamptz not null, picked boolean not null, picked_by text,
          last_success timestamptz, last_failure timestamptz, consecutive_failures int,
          last_heartbeat timestamptz, version bigint not null, priority smallint,
          primary key (task_name, task_instance));
        create index execution_time_idx on scheduled_tasks (execution_time);
        create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
        """);
    SchedulerClient client =
        SchedulerClient.Builder.create(source, task).serializer(new Numbers()).build();
    client.scheduleBatch(
        IntStream.range(0, documents).mapToObj(i -> new TaskInstance<>(task.getName(), "" + i, 0)),
        Instant.now().minusSeconds(60));
  }

  @Override
  public void work(int documents) throws Exception {
    finished = new CountDownLatch(documents);
    Scheduler scheduler =
        Scheduler.create(source, task)
            .serializer(new Numbers())
            .threads(THREADS)
            .pollUsingLockAndFetch(LOWER, UPPER)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    scheduler.start();
    try {
      if (!finished.await(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new TimeoutException(finished.getCount() + " documents are not finished");
      }
    } finally {
      scheduler.stop();
    }
  }

  private void document(TaskInstance<Integer> instance, ExecutionContext context) {
    long document = Long.parseLong(instance.getId());
    try {
      if (context.getExecution().version == FIRST_PICK) {
        commits.runAll(document);
      } else {
        commits.runRest(document);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    finished.countDown();
  }

  private CompletionHandler<Integer> stage(TaskInstance<Integer> instance) {
    int stage = instance.getData();
    try {
      commits.run(Long.parseLong(instance.getId()), stage);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    if (stage + 1 < StageCommit.STAGES) {
      return (complete, operations) -> operations.reschedule(complete, Instant.now(), stage + 1);
    }
    finished.countDown();
    return new CompletionHandler.OnCompleteRemove<>();
  }

  @Override
  public void close() {
    source.close();
  }

  /** Four bytes instead of the 80 of Java's serialization, which the engine would use. */
  private static final class Numbers implements Serializer {
    @Override
    public byte[] serialize(Object data) {
      return ByteBuffer.allocate(Integer.BYTES).putInt((Integer) data).array();
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
      return type.cast(ByteBuffer.wrap(data).getInt());
    }
  }
}

package dev.cairn.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Spring Batch: one job, a step for each stage, each step in 4 partitions with chunks of 100. The
 * chunk's rows and the step's own state commit in one transaction. A document waits at the end of
 * each stage for all others, and one that cannot be written rolls back the chunk it is in:
 * documents are coupled.
 */
final class SpringBatch implements Peer {

  private final HikariDataSource source;
  private final AnnotationConfigApplicationContext context;
  private long round;

  SpringBatch(Database database) {
    source = database.pool(SpringBatchJob.PARTITIONS * 2 + 2);
    new ResourceDatabasePopulator(
            new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
        .execute(source);
    context = new AnnotationConfigApplicationContext();
    context.registerBean("dataSource", DataSource.class, () -> source);
    context.register(SpringBatchJob.class);
    context.refresh();
  }

  @Override
  public String name() {
    return "spring-batch";
  }

  @Override
  public Documents documents() {
    return Documents.COUPLED;
  }

  @Override
  public int usualRound() {
    return 100_000;
  }

  /** Nothing: its reader counts from 0, which is kinder than a table to read from. */
  @Override
  public void fill(int documents) {}

  @Override
  public void work(int documents) throws Exception {
    round++;
    JobParameters parameters =
        new JobParametersBuilder()
            .addLong("round", round)
            .addLong(SpringBatchJob.DOCUMENTS, (long) documents)
            .toJobParameters();
    JobExecution execution =
        CompletableFuture.supplyAsync(() -> run(parameters))
            .get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (execution.getStatus() != BatchStatus.COMPLETED) {
      throw new IllegalStateException(execution.getAllFailureExceptions().toString());
    }
  }

  private JobExecution run(JobParameters parameters) {
    try {
      return context.getBean(JobOperator.class).start(context.getBean(Job.class), parameters);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    source.close();
  }
}

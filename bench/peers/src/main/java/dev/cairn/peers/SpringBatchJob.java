package dev.cairn.peers;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The job that {@link SpringBatch} runs. */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class SpringBatchJob {

  static final int PARTITIONS = Integer.getInteger("peers.partitions", 4);
  static final int CHUNK = Integer.getInteger("peers.chunk", 100);

  /** The job parameter that says how many documents there are. */
  static final String DOCUMENTS = "documents";

  private static final String FIRST = "first";
  private static final String END = "end";

  @Bean
  PlatformTransactionManager transactionManager(DataSource source) {
    return new JdbcTransactionManager(source);
  }

  @Bean
  Job job(
      JobRepository repository,
      PlatformTransactionManager transactions,
      Partitioner partitioner,
      Range reader,
      DataSource source) {
    Stages stages =
        new Stages(repository, transactions, partitioner, reader, new JdbcTemplate(source));
    return new JobBuilder("documents", repository)
        .start(stages.step(0))
        .next(stages.step(1))
        .next(stages.step(2))
        .build();
  }

  /** Makes the steps. */
  private record Stages(
      JobRepository repository,
      PlatformTransactionManager transactions,
      Partitioner partitioner,
      Range reader,
      JdbcTemplate database) {

    Step step(int stage) {
      String name = "stage-" + stage;
      Step chunks =
          new StepBuilder(name + "-chunks", repository)
                  .<Long, Long>chunk(CHUNK)
                  .transactionManager(transactions)
                  .reader(reader)
                  .writer(chunk -> write(stage, chunk.getItems()))
                  .stream(reader)
                  .build();
      return new StepBuilder(name, repository)
          .partitioner(name + "-chunks", partitioner)
          .step(chunks)
          .gridSize(PARTITIONS)
          .taskExecutor(new SimpleAsyncTaskExecutor(name + "-"))
          .build();
    }

    /**
     * In the chunk's transaction; one statement for all rows, faster than the engine's own writer.
     */
    private void write(int stage, List<? extends Long> documents) {
      Long[] seqs = documents.toArray(Long[]::new);
      byte[][] payloads = new byte[seqs.length][];
      Arrays.fill(payloads, StageCommit.payload());
      database.update(
          """
          with counted as (update counter set done = done + ? where slot = ? and stage = ?)
          insert into result (job, seq, stage, outcome, epoch, records, took_us, handed_on)
          select ?, o.seq, ?, 0, 1, 0, 10, o.data
          from unnest(?::bigint[], ?::bytea[]) as o(seq, data)
          """,
          statement -> bind(statement, stage, seqs, payloads));
    }

    private static void bind(PreparedStatement statement, int stage, Long[] seqs, byte[][] payloads)
        throws SQLException {
      statement.setLong(1, seqs.length);
      statement.setInt(2, StageCommit.slot());
      statement.setInt(3, stage);
      statement.setLong(4, StageCommit.JOB);
      statement.setInt(5, stage);
      statement.setArray(6, statement.getConnection().createArrayOf("bigint", seqs));
      statement.setArray(7, statement.getConnection().createArrayOf("bytea", payloads));
    }
  }

  @Bean
  @JobScope
  Partitioner partitioner(@Value("#{jobParameters['" + DOCUMENTS + "']}") long documents) {
    return parts -> {
      Map<String, ExecutionContext> all = new HashMap<>();
      for (int part = 0; part < parts; part++) {
        ExecutionContext context = new ExecutionContext();
        context.putLong(FIRST, documents * part / parts);
        context.putLong(END, documents * (part + 1) / parts);
        all.put("part-" + part, context);
      }
      return all;
    };
  }

  @Bean
  @StepScope
  Range reader(
      @Value("#{stepExecutionContext['" + FIRST + "']}") long first,
      @Value("#{stepExecutionContext['" + END + "']}") long end) {
    return new Range(first, end);
  }

  /**
   * The documents of a partition. Saves its position with each chunk, which is what makes a restart
   * go on there.
   */
  static class Range extends AbstractItemCountingItemStreamItemReader<Long> {
    private final long end;
    private long next;

    Range(long first, long end) {
      this.next = first;
      this.end = end;
      setName("range");
    }

    @Override
    protected @Nullable Long doRead() {
      return next < end ? next++ : null;
    }

    @Override
    protected void jumpToItem(int items) {
      next += items;
    }

    @Override
    protected void doOpen() {}

    @Override
    protected void doClose() {}
  }
}

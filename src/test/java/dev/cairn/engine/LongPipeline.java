package dev.cairn.engine;

import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.JobContext;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pipeline for tests with a stage that takes long and saves where it is, and a stage of the job
 * that reads all records.
 */
@ApplicationScoped
public class LongPipeline implements Pipeline {

  /** Where the reading stage is. */
  public record Position(long bytes, long sum) {}

  /** What it hands on. */
  public record Read(long bytes, long sum) {}

  /** What the job's stage hands on. */
  public record Counted(long records) {}

  /** A save for each so many bytes. */
  static final long PIECE = 16 << 20;

  /** Bytes read by all runs together. */
  static final AtomicLong BYTES = new AtomicLong();

  /** Called before each piece with its number. */
  static volatile Gatekeeper gatekeeper = piece -> {};

  /** Whether the job's stage is to fail. */
  static volatile boolean failing;

  /** Lets a test hold a stage up. */
  @FunctionalInterface
  interface Gatekeeper {
    void pass(long piece) throws InterruptedException;
  }

  @Override
  public String name() {
    return "long";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Reads files slowly and surely.";
  }

  @Override
  public Unit unit() {
    return Unit.FILE;
  }

  @Override
  public ParameterSet parameters() {
    return ParameterSet.of();
  }

  @Override
  public List<String> recordFields() {
    return List.of("piece");
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(new ReadAll(), new CountAll());
  }

  private static final class ReadAll implements Stage.Cpu<Read> {
    @Override
    public String name() {
      return "read";
    }

    @Override
    public Class<Read> output() {
      return Read.class;
    }

    @Override
    public Outcome<Read> compute(StageContext context)
        throws IOException, InterruptedException, ExecutionException {
      Position at = context.cursor().resume(Position.class).orElse(new Position(0, 0));
      try (InputStream in = context.open()) {
        in.skipNBytes(at.bytes());
        byte[] buffer = new byte[1 << 16];
        long whole = context.document().content().length();
        while (at.bytes() < whole) {
          gatekeeper.pass(at.bytes() / PIECE);
          at = piece(in, buffer, at);
          Item item = new Item("{\"piece\":" + (at.bytes() - 1) / PIECE + "}");
          context.cursor().saveNow(at, (double) at.bytes() / whole, List.of(item));
        }
      }
      return Outcome.done(new Read(at.bytes(), at.sum()), List.of(new Item("{\"piece\":-1}")));
    }

    private static Position piece(InputStream in, byte[] buffer, Position from) throws IOException {
      long bytes = from.bytes();
      long sum = from.sum();
      int read = 0;
      while (read >= 0 && bytes < from.bytes() + PIECE) {
        read = in.read(buffer, 0, (int) Math.min(buffer.length, from.bytes() + PIECE - bytes));
        for (int i = 0; i < read; i++) {
          sum += buffer[i];
        }
        bytes += Math.max(read, 0);
        BYTES.addAndGet(Math.max(read, 0));
      }
      return new Position(bytes, sum);
    }
  }

  private static final class CountAll implements Stage.OfJob<Counted> {
    @Override
    public String name() {
      return "count";
    }

    @Override
    public Class<Counted> output() {
      return Counted.class;
    }

    @Override
    public Duration timeLimit() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Uni<Outcome<Counted>> apply(JobContext context) {
      if (failing) {
        throw ProblemException.permanent(
            Problem.of("no-sum", "The records can't be counted", 422, "It was told so."));
      }
      return context
          .records()
          .collect()
          .with(java.util.stream.Collectors.counting())
          .map(
              n ->
                  Outcome.done(
                      new Counted(n), List.of(new Item("{\"piece\":" + (1000 + n) + "}"))));
    }
  }
}

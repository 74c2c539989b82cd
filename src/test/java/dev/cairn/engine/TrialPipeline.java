package dev.cairn.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Artifact;
import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.job.Problem;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.RetryPolicy;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pipeline for tests whose documents, the lines of an upload, say what shall become of them in
 * their second stage.
 */
@ApplicationScoped
public class TrialPipeline implements Pipeline {

  /** What the first stage hands on. */
  public record Order(String text) {}

  /** What the second hands on. */
  public record Kept(int length) {}

  static final Stage<Order> READ = new Read();

  /** Tries of each document, by its text. */
  static final Map<String, AtomicInteger> TRIES = new ConcurrentHashMap<>();

  /** Documents that say {@code gate} wait here. */
  static volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public String name() {
    return "trial";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Does what each line says.";
  }

  @Override
  public Unit unit() {
    return Unit.LINE;
  }

  @Override
  public ParameterSet parameters() {
    return ParameterSet.of();
  }

  @Override
  public List<String> recordFields() {
    return List.of("text");
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(READ, new Act(), new Last());
  }

  private static final class Read implements Stage.Cpu<Order> {
    @Override
    public String name() {
      return "read";
    }

    @Override
    public Class<Order> output() {
      return Order.class;
    }

    @Override
    public Outcome<Order> compute(StageContext context) throws IOException {
      try (InputStream in = context.open()) {
        return Outcome.done(new Order(new String(in.readAllBytes(), UTF_8)));
      }
    }
  }

  private static final class Act implements Stage.Cpu<Kept> {
    @Override
    public String name() {
      return "act";
    }

    @Override
    public Class<Kept> output() {
      return Kept.class;
    }

    @Override
    public Duration timeLimit() {
      // Long enough for a slow machine to answer while documents wait at the gate.
      return Duration.ofSeconds(4);
    }

    @Override
    public RetryPolicy retry() {
      return new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(100));
    }

    @Override
    public Outcome<Kept> compute(StageContext context) throws Exception {
      String text = context.from(READ).text();
      int attempt = TRIES.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
      return switch (text.split(" ", 2)[0]) {
        case "skip" -> Outcome.skipped("it said so");
        case "problem" ->
            throw ProblemException.permanent(
                Problem.of("bad-line", "The line is bad", 422, "It is " + text));
        case "crash" -> throw new IllegalStateException("secret inner words");
        case "flaky" -> {
          if (attempt < 3) {
            throw new IOException("not yet");
          }
          yield kept(text);
        }
        case "hang" -> {
          while (!Thread.interrupted()) {
            Thread.onSpinWait();
          }
          throw new InterruptedException("woken");
        }
        case "deaf" -> {
          // Ignores its interrupt for longer than the test needs.
          long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          yield kept(text);
        }
        case "memory" -> throw new OutOfMemoryError("as if");
        case "deep" -> throw new StackOverflowError("as if");
        case "nul" -> Outcome.done(new Kept(1), List.of(new Item("{\"text\":\"\u0000\"}")));
        case "gate" -> {
          gate.await();
          yield kept(text);
        }
        default -> kept(text);
      };
    }

    private static Outcome<Kept> kept(String text) {
      byte[] copy = text.getBytes(UTF_8);
      return Outcome.done(
          new Kept(text.length()),
          List.of(new Item("{\"text\":\"" + text + "\"}")),
          List.of(new Artifact("copy.txt", "text/plain", copy)));
    }
  }

  private static final class Last implements Stage.Io<Kept> {
    @Override
    public String name() {
      return "last";
    }

    @Override
    public Class<Kept> output() {
      return Kept.class;
    }

    @Override
    public Uni<Outcome<Kept>> apply(StageContext context) {
      return Uni.createFrom().item(Outcome.done(new Kept(context.from(READ).text().length())));
    }
  }
}

package dev.cairn.bench.load;

import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Parameter;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines like those of {@code trivial}, but only so many a second: the first stage waits for its
 * turn. The product's own limits are not used for it, they would write to the database.
 */
@ApplicationScoped
public class PacedPipeline implements Pipeline {

  /** When the next may begin. One job of this kind at a time. */
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  @Override
  public String name() {
    return "paced";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Hands on a kibibyte, three times, so many documents a second.";
  }

  @Override
  public Unit unit() {
    return Unit.LINE;
  }

  @Override
  public ParameterSet parameters() {
    return ParameterSet.of(new Parameter.Whole("rate", "Documents a second", 1000, 1, 1_000_000));
  }

  @Override
  public List<String> recordFields() {
    return List.of();
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(new Turn("one"), new Kibibyte.At("two"), new Kibibyte.At("three"));
  }

  private record Turn(String name) implements Stage.Io<Kibibyte> {
    @Override
    public Class<Kibibyte> output() {
      return Kibibyte.class;
    }

    @Override
    public Uni<Outcome<Kibibyte>> apply(StageContext context) {
      long gap = Duration.ofSeconds(1).toNanos() / context.parameters().whole("rate");
      long now = System.nanoTime();
      long turn = NEXT.updateAndGet(next -> Math.max(next, now - gap) + gap);
      Duration wait = Duration.ofNanos(turn - now);
      Uni<Outcome<Kibibyte>> done =
          Uni.createFrom()
              .item(
                  () -> {
                    Meter.count();
                    return Outcome.done(Kibibyte.FULL);
                  });
      return wait.toMillis() < 1
          ? done
          : Uni.createFrom().voidItem().onItem().delayIt().by(wait).chain(() -> done);
    }
  }
}

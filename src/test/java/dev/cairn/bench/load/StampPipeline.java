package dev.cairn.bench.load;

import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * One file through three stages; its record tells when the first began, on the clock that all
 * processes of one machine share.
 */
@ApplicationScoped
public class StampPipeline implements Pipeline {

  @Override
  public String name() {
    return "stamp";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Tells when it began.";
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
    return List.of("at");
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(new Stamp("one"), new Kibibyte.At("two"), new Kibibyte.At("three"));
  }

  private record Stamp(String name) implements Stage.Io<Kibibyte> {
    @Override
    public Class<Kibibyte> output() {
      return Kibibyte.class;
    }

    @Override
    public Uni<Outcome<Kibibyte>> apply(StageContext context) {
      Item at = new Item("{\"at\":" + System.nanoTime() + "}");
      Meter.count();
      return Uni.createFrom().item(Outcome.done(Kibibyte.FULL, List.of(at)));
    }
  }
}

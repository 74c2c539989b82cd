package dev.cairn.bench;

import dev.cairn.job.Outcome;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lines through three stages that do nothing but hand on 1 KiB: what is left is the engine. */
@ApplicationScoped
public class TrivialPipeline implements Pipeline {

  /** A checkpoint of 1 KiB as JSON. */
  public record Kibibyte(String data) {}

  private static final Kibibyte RESULT = new Kibibyte("x".repeat(1024 - 11));

  @Override
  public String name() {
    return "trivial";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Hands on a kibibyte, three times.";
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
    return List.of();
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(new Nothing("one"), new Nothing("two"), new Nothing("three"));
  }

  private record Nothing(String name) implements Stage.Io<Kibibyte> {
    @Override
    public Class<Kibibyte> output() {
      return Kibibyte.class;
    }

    @Override
    public Uni<Outcome<Kibibyte>> apply(StageContext context) {
      return Uni.createFrom().item(Outcome.done(RESULT));
    }
  }
}

package dev.cairn.bench.load;

import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lines through three stages that do nothing but hand on 1 KiB: what is left is the engine. */
@ApplicationScoped
public class TrivialPipeline implements Pipeline {

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
    return List.of(new Kibibyte.At("one"), new Kibibyte.At("two"), new Kibibyte.At("three"));
  }
}

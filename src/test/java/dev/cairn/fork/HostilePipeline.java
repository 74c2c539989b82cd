package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Outcome;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** A pipeline whose documents, the lines of an upload, say what their parser shall do. */
@Singleton
public class HostilePipeline implements Pipeline {

  /** How long a parser may take here. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final ForkPool forks;

  HostilePipeline(ForkPool forks) {
    this.forks = forks;
  }

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String description() {
    return "Does in a process of its own what each line says.";
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
    return List.of(new Parse());
  }

  private final class Parse implements Stage.Cpu<Misbehaviour.Answer> {
    @Override
    public String name() {
      return "parse";
    }

    @Override
    public Class<Misbehaviour.Answer> output() {
      return Misbehaviour.Answer.class;
    }

    @Override
    public Outcome<Misbehaviour.Answer> compute(StageContext context) throws IOException {
      String what;
      try (InputStream in = context.open()) {
        what = new String(in.readAllBytes(), UTF_8).replaceAll(" *[0-9]*$", "");
      }
      return Outcome.done(forks.run(new Misbehaviour(), what, context::open, LIMIT));
    }
  }
}

package dev.cairn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Parameter;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Pipeline;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A pipeline for tests: hands back the text of a document, some times over. */
@ApplicationScoped
public class EchoPipeline implements Pipeline {

  /** What the stage hands on. */
  public record Echo(int length) {}

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String description() {
    return "Says the same again.";
  }

  @Override
  public Unit unit() {
    return Unit.FILE;
  }

  @Override
  public ParameterSet parameters() {
    return ParameterSet.of(
        new Parameter.Whole("times", "how often", 1, 1, 10),
        new Parameter.Choice("voice", "how", "plain", List.of("plain", "loud")),
        new Parameter.Flag("twice", "whether twice", false));
  }

  @Override
  public List<String> recordFields() {
    return List.of("text", "n");
  }

  @Override
  public List<Stage<?>> stages() {
    return List.of(new Say());
  }

  /** The only stage. */
  private static final class Say implements Stage.Cpu<Echo> {
    @Override
    public String name() {
      return "say";
    }

    @Override
    public Class<Echo> output() {
      return Echo.class;
    }

    @Override
    public Outcome<Echo> compute(StageContext context) throws IOException {
      try (InputStream in = context.open()) {
        String text = new String(in.readNBytes(1_000), UTF_8);
        Item item = new Item(new JsonObject().put("text", text).put("n", 0).encode());
        return Outcome.done(new Echo(text.length()), List.of(item));
      }
    }
  }
}

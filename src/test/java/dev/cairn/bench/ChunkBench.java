package dev.cairn.bench;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import dev.cairn.document.text.ExtractedText;
import dev.cairn.fork.TestForks;
import dev.cairn.job.Content;
import dev.cairn.job.Document;
import dev.cairn.job.Outcome;
import dev.cairn.job.ProblemException;
import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import dev.cairn.pipeline.chunk.ChunkPipeline;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Measures the stages of the chunk pipeline beside the bare tokenizer over the same texts, in the
 * same process, one thread. {@code docs/chunking.md} has the command and figures.
 */
public final class ChunkBench {

  private static final int ROUNDS = 15;
  private static final int PASSES = 5;

  private record Case(Document document, Path file, Map<String, Object> handedOn, int bytes) {
    String text() {
      return ((ExtractedText) Objects.requireNonNull(handedOn.get("extract"))).text();
    }

    StageContext context(Parameters parameters) {
      return new StageContext(
          document, parameters, () -> Files.newInputStream(file), handedOn, () -> false);
    }
  }

  private final ChunkPipeline pipeline = new ChunkPipeline(TestForks.POOL);
  private final PrintStream out;

  private ChunkBench(PrintStream out) {
    this.out = out;
  }

  /** Takes a folder of documents. */
  public static void main(String[] args) throws Exception {
    new ChunkBench(System.out).run(Path.of(args[0]));
  }

  private void run(Path folder) throws Exception {
    Parameters parameters = pipeline.parameters().check(Map.of());
    List<Case> cases = cases(folder, parameters);
    long bytes = cases.stream().mapToLong(Case::bytes).sum();
    out.printf(Locale.ROOT, "%d documents, %.2f MB of text%n", cases.size(), bytes / 1e6);
    for (String tokenizer : List.of("cl100k_base", "o200k_base")) {
      compare(tokenizer, cases, bytes);
    }
  }

  /** The rounds take turns, so that both see the same weather. */
  private void compare(String tokenizer, List<Case> cases, long bytes) throws Exception {
    Parameters parameters = pipeline.parameters().check(Map.of("tokenizer", tokenizer));
    Encoding bare = Encodings.newLazyEncodingRegistry().getEncoding(tokenizer).orElseThrow();
    Stage.Cpu<?> chunk = (Stage.Cpu<?>) pipeline.stages().get(2);
    double[] bareRates = new double[ROUNDS];
    double[] chunkRates = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int pass = 0; pass < PASSES; pass++) {
        for (Case one : cases) {
          bare.countTokensOrdinary(one.text());
        }
      }
      long middle = System.nanoTime();
      for (int pass = 0; pass < PASSES; pass++) {
        for (Case one : cases) {
          chunk.compute(one.context(parameters));
        }
      }
      bareRates[round] = PASSES * bytes * 1e3 / (middle - start);
      chunkRates[round] = PASSES * bytes * 1e3 / (System.nanoTime() - middle);
      ratios[round] = chunkRates[round] / bareRates[round];
    }
    out.printf(
        Locale.ROOT,
        "%s: bare tokenizer %.1f MB/s, chunk stage with ids and records %.1f MB/s, ratio %.2f"
            + " (medians of %d rounds)%n",
        tokenizer,
        median(bareRates),
        median(chunkRates),
        median(ratios),
        ROUNDS);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private List<Case> cases(Path folder, Parameters parameters) throws Exception {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Document document =
            new Document(1, cases.size(), file.getFileName().toString(), "", content(file));
        Case one = new Case(document, file, new HashMap<>(), 0);
        if (prepare(one, parameters)) {
          int length = one.text().getBytes(StandardCharsets.UTF_8).length;
          cases.add(new Case(document, file, one.handedOn(), length));
        }
      }
    }
    return cases;
  }

  private boolean prepare(Case one, Parameters parameters) throws Exception {
    try {
      for (Stage<?> stage : pipeline.stages().subList(0, 2)) {
        Outcome<?> outcome = ((Stage.Cpu<?>) stage).compute(one.context(parameters));
        if (outcome instanceof Outcome.Done<?> done) {
          one.handedOn().put(stage.name(), done.handedOn());
        }
      }
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private static Content content(Path file) throws Exception {
    return new Content("0".repeat(64), 0, Files.size(file));
  }
}

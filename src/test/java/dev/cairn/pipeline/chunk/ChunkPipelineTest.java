package dev.cairn.pipeline.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.fork.TestForks;
import dev.cairn.job.Item;
import dev.cairn.job.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChunkPipelineTest {

  private static final String MARKDOWN =
      "# Stones\n\nFirst words of it.\n\n## Cairns\n\n"
          + "A cairn is a pile of stones. It marks a path. ".repeat(60)
          + "\n\n## Graves\n\n"
          + "Some piles are older than any path. ".repeat(30);

  @Test
  void aRecordHasTheDeclaredFieldsInOrder() throws Exception {
    Run run = Run.of("stones.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 200, "overlap", 40));
    JsonNode middle = run.record(2);
    List<String> names = new ArrayList<>();
    middle.fieldNames().forEachRemaining(names::add);
    List<String> declared = new ArrayList<>(new ChunkPipeline(TestForks.POOL).recordFields());
    declared.removeAll(List.of("pageFirst", "pageLast"));
    assertThat(names).isEqualTo(declared);
    assertThat(middle.get("documentName").asText()).isEqualTo("stones.md");
    assertThat(middle.get("document").asInt()).isEqualTo(7);
    assertThat(middle.get("tokenizer").asText()).isEqualTo("cl100k_base");
    assertThat(middle.get("headings"))
        .extracting(JsonNode::asText)
        .containsExactly("Stones", "Cairns");
  }

  @Test
  void neighboursKnowEachOther() throws Exception {
    Run run = Run.of("stones.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 200, "overlap", 40));
    assertThat(run.records()).hasSizeGreaterThan(3);
    assertThat(run.record(0).has("previous")).isFalse();
    assertThat(run.record(run.records().size() - 1).has("next")).isFalse();
    for (int at = 1; at < run.records().size(); at++) {
      assertThat(run.record(at).get("previous")).isEqualTo(run.record(at - 1).get("id"));
      assertThat(run.record(at - 1).get("next")).isEqualTo(run.record(at).get("id"));
      assertThat(run.record(at).get("sequence").asInt()).isEqualTo(at);
    }
  }

  @Test
  void rangesAndOverlapsAreCountedInCodePoints() throws Exception {
    String text = "Ein 🏔️ Berg, 𝒙 Schritte. ".repeat(300);
    Run run = Run.of("berge.txt", text.getBytes(UTF_8), Map.of("size", 200, "overlap", 50));
    String whole = text.strip();
    for (int at = 0; at < run.records().size(); at++) {
      JsonNode chunk = run.record(at);
      int start = whole.offsetByCodePoints(0, chunk.get("start").asInt());
      int end = whole.offsetByCodePoints(0, chunk.get("end").asInt());
      assertThat(chunk.get("text").asText()).isEqualTo(whole.substring(start, end));
      if (at > 0) {
        JsonNode before = run.record(at - 1);
        assertThat(chunk.get("start").asInt() + chunk.get("overlapCharacters").asInt())
            .isEqualTo(before.get("end").asInt());
        assertThat(chunk.get("overlapTokens").asInt()).isBetween(1, 50);
      }
    }
  }

  @Test
  void theIndexHoldsMetadataCountsAndTheSectionsWithTheirChunks() throws Exception {
    Run run = Run.of("stones.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 200, "overlap", 40));
    JsonNode document = run.index().get("document");
    assertThat(document.get("title").asText()).isEqualTo("Stones");
    assertThat(document.get("mediaType").asText()).isEqualTo("text/markdown");
    assertThat(document.get("language").asText()).isEqualTo("en");
    assertThat(document.get("chunks").asInt()).isEqualTo(run.records().size());
    assertThat(document.get("words").asInt()).isGreaterThan(600);
    JsonNode top = run.index().get("sections").get(0);
    assertThat(top.get("heading").asText()).isEqualTo("Stones");
    assertThat(top.get("sections")).hasSize(2);
    assertThat(top.get("sections").get(1).get("heading").asText()).isEqualTo("Graves");
    assertThat(top.get("sections").get(1).get("chunks").get(0)).isNotNull();
  }

  @Test
  void idsDependOnTheContentAndTheParametersAlone() throws Exception {
    Run one = Run.of("a.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 200, "overlap", 40));
    Run other = Run.of("b.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 200, "overlap", 40));
    Run parted = Run.of("a.md", MARKDOWN.getBytes(UTF_8), Map.of("size", 300, "overlap", 40));
    assertThat(other.record(1).get("id")).isEqualTo(one.record(1).get("id"));
    assertThat(parted.record(1).get("id")).isNotEqualTo(one.record(1).get("id"));
  }

  @Test
  void moreOverlapThanHalfTheSizeIsRefusedByName() {
    assertThatThrownBy(
            () ->
                new ChunkPipeline(TestForks.POOL)
                    .parameters()
                    .check(Map.of("size", 100, "overlap", 51)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().field()).contains("params.overlap"));
  }

  @Test
  void everySampleIsCutCleanly() throws Exception {
    try (Stream<Path> samples = Files.list(Path.of("samples"))) {
      for (Path sample : samples.sorted().toList()) {
        Run run = Run.of(sample.getFileName().toString(), Files.readAllBytes(sample), Map.of());
        assertThat(run.records()).as(sample.toString()).isNotEmpty();
        assertThat(run.language().code()).isIn("en", "de", "fr", "es", "it");
      }
    }
  }

  @Test
  void theLanguageOfEveryDocumentIsTold() throws Exception {
    for (Path file : readable()) {
      String name = file.getFileName().toString();
      Language language = Run.of(name, Files.readAllBytes(file), Map.of()).language();
      if (language.confidence() > 0.5) {
        // Filler text in Latin, and a table in Arabic.
        String expected =
            switch (name) {
              case "en_multicolumn.pdf" -> "la";
              case "fr_mednine_tables.pdf" -> "ar";
              default -> name.substring(0, 2);
            };
        assertThat(language.code()).as(name).isEqualTo(expected);
      }
    }
  }

  @Test
  void severalThreadsGiveTheSameBytesAsOne() throws Exception {
    List<Path> files = readable();
    List<List<Item>> alone = new ArrayList<>();
    for (Path file : files) {
      alone.add(records(file));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Item>>> tasks =
          files.stream().<Callable<List<Item>>>map(file -> () -> records(file)).toList();
      List<Future<List<Item>>> together = pool.invokeAll(tasks);
      for (int at = 0; at < files.size(); at++) {
        assertThat(together.get(at).get()).as(files.get(at).toString()).isEqualTo(alone.get(at));
      }
    }
  }

  private static List<Item> records(Path file) throws Exception {
    return Run.of(file.getFileName().toString(), Files.readAllBytes(file), Map.of()).records();
  }

  private static List<Path> readable() throws Exception {
    try (Stream<Path> files = Files.walk(Run.documents())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("hostile"))
          .filter(file -> !file.toString().contains("scanned"))
          .sorted()
          .toList();
    }
  }
}

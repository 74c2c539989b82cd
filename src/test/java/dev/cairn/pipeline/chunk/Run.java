package dev.cairn.pipeline.chunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.fork.TestForks;
import dev.cairn.job.Artifact;
import dev.cairn.job.Content;
import dev.cairn.job.Document;
import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Parameters;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One document through all stages, as the engine does it: each handed-on value is written as JSON
 * and read back before the next stage gets it.
 */
record Run(Map<String, Object> handedOn, List<Item> records, List<Artifact> artifacts) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Run of(String name, byte[] bytes, Map<String, Object> parameters) throws Exception {
    ChunkPipeline pipeline = new ChunkPipeline(TestForks.POOL);
    Parameters checked = pipeline.parameters().check(parameters);
    Content content = new Content(sha(bytes), 0, bytes.length);
    Document document = new Document(1, 7, name, "application/octet-stream", content);
    Run run = new Run(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Stage<?> stage : pipeline.stages()) {
      StageContext context =
          new StageContext(
              document, checked, () -> new ByteArrayInputStream(bytes), run.handedOn, () -> false);
      run.take(stage, ((Stage.Cpu<?>) stage).compute(context));
    }
    return run;
  }

  static Run of(String name, String text) throws Exception {
    return of(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
  }

  private <O> void take(Stage<O> stage, Outcome<?> outcome) throws IOException {
    if (!(outcome instanceof Outcome.Done<?> done)) {
      throw new AssertionError(stage.name() + ": " + outcome);
    }
    O back = JSON.readValue(JSON.writeValueAsString(done.handedOn()), stage.output());
    if (!back.equals(done.handedOn())) {
      throw new AssertionError(stage.name() + " hands on what JSON does not keep");
    }
    handedOn.put(stage.name(), back);
    records.addAll(done.records());
    artifacts.addAll(done.artifacts());
  }

  JsonNode record(int number) throws IOException {
    return JSON.readTree(records.get(number).json());
  }

  JsonNode index() throws IOException {
    return JSON.readTree(artifacts.getFirst().content());
  }

  Language language() {
    return (Language) java.util.Objects.requireNonNull(handedOn.get("language"));
  }

  /** The folder of shared documents; a wrong setting must not pass for tests that ran. */
  static Path documents() {
    String set = System.getProperty("cairn.data");
    Path data = Path.of(set == null ? "../shared/data" : set).resolve("documents");
    if (!Files.isDirectory(data)) {
      throw new AssertionError(
          "no test documents in " + data.toAbsolutePath() + "; set -Dcairn.data to their folder");
    }
    return data;
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The packaged program as a node of its own on a given database, with 512 MB of heap. */
final class PackagedServer implements AutoCloseable {

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path home;
  private final Process process;
  private final URI url;

  private PackagedServer(Path home, Process process) {
    this.home = home;
    this.process = process;
    this.url =
        Awaitility.await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> address(home), PackagedServer::ready);
  }

  static PackagedServer start(String databaseUrl) throws IOException {
    Path home = Files.createTempDirectory("sse");
    List<String> options =
        Arrays.stream(System.getProperty("bench.server.options", "").split(" "))
            .filter(option -> !option.isBlank())
            .toList();
    List<String> command = new ArrayList<>(options);
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Xlog:gc*:file=" + home.resolve("gc.log"),
            // The jobs are held by a node that does not beat; nobody shall take them from it.
            "-Dcairn.engine.silence=1h",
            "-Dcairn.engine.vanished=1h",
            "-jar",
            System.getProperty("cairn.jar", "target/quarkus-app/quarkus-run.jar"),
            "serve",
            "--port",
            "0",
            "--home",
            home.toString(),
            "--database-url",
            databaseUrl));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(home.resolve("out").toFile())
            .redirectError(home.resolve("err").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CAIRN_") || name.startsWith("QUARKUS_"));
    return new PackagedServer(home, builder.start());
  }

  private static URI address(Path home) throws IOException {
    JsonNode json = new ObjectMapper().readTree(home.resolve("server.json").toFile());
    return URI.create(json.path("url").asText());
  }

  private static boolean ready(URI url) {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) url.resolve("/q/health/ready").toURL().openConnection();
      return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), url.getPort());
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** Highest heap before and after a collection so far. */
  String heap() throws IOException {
    List<MatchResult> collections =
        COLLECTION.matcher(Files.readString(home.resolve("gc.log"))).results().toList();
    return "heap at most %d MB before, %d MB after a collection"
        .formatted(highest(collections, 1), highest(collections, 2));
  }

  private static int highest(List<MatchResult> collections, int group) {
    return collections.stream()
        .collect(Collectors.summarizingInt(found -> Integer.parseInt(found.group(group))))
        .getMax();
  }

  /** What it complained of. */
  String said() throws IOException {
    return Files.readString(home.resolve("err"));
  }

  /** Ends it; its folder holds nothing but logs and goes. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

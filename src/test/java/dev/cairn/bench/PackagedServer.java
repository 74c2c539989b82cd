package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.bench.load.Meter;
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
import org.awaitility.Awaitility;

/** The packaged program as a node of its own on a given database, with 512 MB of heap. */
final class PackagedServer implements AutoCloseable {

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

  /**
   * Starts it and waits until it serves.
   *
   * @param own options for its JVM
   */
  static PackagedServer start(String databaseUrl, String... own) throws IOException {
    Path home = BenchDatabase.folder("bench-server");
    List<String> options =
        Arrays.stream(System.getProperty("bench.server.options", "").split(" "))
            .filter(option -> !option.isBlank())
            .toList();
    List<String> command = new ArrayList<>(options);
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(own));
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Xlog:gc*:file=" + ServerMemory.log(home),
            "-Dbench.meter=" + meter(home),
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

  ServerMemory memory() {
    return new ServerMemory(process.pid(), ServerMemory.log(home));
  }

  Client client() {
    return new Client(url);
  }

  /** How many stages of the bench's pipelines have begun. */
  long begun() {
    return Meter.in(meter(home)).begun();
  }

  private static Path meter(Path home) {
    return home.resolve("meter");
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
    BenchDatabase.remove(home);
  }
}

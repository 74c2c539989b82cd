package dev.cairn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as somebody uses it who has just unpacked it. */
class RunIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Where {@code run} looks for a server last of all. */
  private static final int USUAL_PORT = 8080;

  private final ServerUnderTest server;
  private final List<Program> begun = new ArrayList<>();

  RunIT(@TempDir Path folder) {
    server = new ServerUnderTest(folder);
  }

  @BeforeEach
  void nobodyElseServesHere() {
    try (ServerSocket free = new ServerSocket(USUAL_PORT)) {
      assertThat(free.isBound()).isTrue();
    } catch (IOException e) {
      throw new AssertionError("'run' would find the server at port " + USUAL_PORT + ": end it", e);
    }
  }

  @AfterEach
  void endAll() {
    begun.forEach(Program::close);
    server.close();
  }

  @Test
  void runWritesTheRecordsOfGoodFilesAndEndsWell() throws IOException {
    write(Paper.good(10, 6));
    Program run = cairn("run", "chunk", "papers");
    assertThat(run.exitCode()).as(run.said()).isZero();
    List<String> records = run.stdout().lines().toList();
    assertThat(records).hasSizeGreaterThanOrEqualTo(10);
    for (String record : records) {
      assertThat(Http.JSON.readTree(record).path("text").asText()).isNotBlank();
    }
    assertThat(run.stderr()).doesNotContain("Exception", "\tat ");
    assertThat(server.home().resolve("server.json")).as("the server went along").doesNotExist();
    assertThat(Orphan.of(server.home())).as("so did PostgreSQL").isEmpty();
  }

  @Test
  void runWithABadFileSaysWhichAndWhyAndEndsWithFive() {
    write(Paper.some(10, 7));
    Program run = cairn("run", "chunk", "papers");
    assertThat(run.exitCode()).as(run.said()).isEqualTo(5);
    assertThat(run.stderr()).contains("empty-7.txt").contains("empty").doesNotContain("\tat ");
    assertThat(run.stdout().lines()).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void runWithAFileThatIsMissingSaysSoInOneLine() {
    Program run = cairn("run", "chunk", "nowhere.txt");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr().strip().lines()).hasSize(1);
    assertThat(run.stderr()).contains("nowhere.txt");
  }

  @Test
  void theSameRunAfterAKillGoesOnWithTheSameJob() {
    write(Paper.some(150, 8));
    killWhileItWorks(cairn("run", "chunk", "papers"));
    Program again = cairn("run", "chunk", "papers");
    assertThat(again.exitCode(PATIENCE)).as(again.said()).isEqualTo(5);
    assertThat(again.stderr()).contains("Going on with job");
    server.start();
    JsonNode jobs = server.http().json("/v1/jobs").path("jobs");
    assertThat(jobs).hasSize(1);
    assertThat(again.stderr()).contains(jobs.path(0).path("id").asText());
    assertThat(jobs.path(0).path("state").asText()).isEqualTo("completed");
    byte[] results = server.http().results(jobs.path(0).path("id").asText());
    assertThat(again.stdout()).isEqualTo(new String(results, StandardCharsets.UTF_8));
  }

  @Test
  void aServerAfterAKilledRunFinishesItsJob() {
    write(Paper.some(150, 9));
    killWhileItWorks(cairn("run", "chunk", "papers"));
    server.start();
    String job = server.http().json("/v1/jobs").path("jobs").path(0).path("id").asText();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> server.http().job(job).path("state").asText().equals("completed"));
    JsonNode counts = server.http().job(job).path("counts");
    assertThat(counts.path("done").asInt() + counts.path("failed").asInt()).isEqualTo(150);
  }

  @Test
  void aSecondServerOnOneHomeSaysWhoHoldsItAndEnds() {
    server.start();
    Program second = cairn("serve", "--port", "0");
    assertThat(second.exitCode()).as(second.said()).isEqualTo(1);
    assertThat(second.stderr()).contains(Long.toString(server.life().process().pid()));
    assertThat(second.stderr().strip().lines()).hasSize(1);
    assertThat(Http.isReady(server.address().orElseThrow().url())).isTrue();
  }

  @Test
  void theVersionIsToldWithoutAServer() {
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < 3; i++) {
      long from = System.nanoTime();
      Program version = cairn("--version");
      assertThat(version.exitCode()).isZero();
      assertThat(version.stdout()).containsPattern("\\d+\\.\\d+");
      Duration took = Duration.ofNanos(System.nanoTime() - from);
      best = took.compareTo(best) < 0 ? took : best;
    }
    assertThat(best).as("the best of three").isLessThan(Duration.ofSeconds(2));
    assertThat(server.home()).doesNotExist();
  }

  private Program cairn(String... words) {
    Program program = Program.start(server.folders(), List.of(), List.of(words));
    begun.add(program);
    return program;
  }

  private void write(List<Paper> papers) {
    try {
      Path folder = Files.createDirectories(server.folders().work().resolve("papers"));
      for (Paper paper : papers) {
        Files.write(folder.resolve(paper.name()), paper.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills a {@code run} when its own server has done a part of its job. */
  private void killWhileItWorks(Program run) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(run.process().isAlive()).as(run.said()).isTrue())
        .until(() -> server.addressOf(run).filter(RunIT::hasSomeDone).isPresent());
    run.kill();
    assertThat(Orphan.of(server.home())).as("PostgreSQL outlives it").isPresent();
  }

  private static boolean hasSomeDone(URI url) {
    JsonNode job = new Http(url).json("/v1/jobs").path("jobs").path(0);
    return job.path("counts").path("done").asInt() > 5;
  }

  @Test
  void aFolderOfFilesCountsEachOfThem() throws IOException {
    write(Paper.some(30, 10));
    try (Stream<Path> files = Files.list(server.folders().work().resolve("papers"))) {
      assertThat(files).hasSize(30);
    }
    Program run = cairn("run", "chunk", "papers", "--json", "-o", "results.jsonl");
    assertThat(run.exitCode()).as(run.said()).isEqualTo(5);
    assertThat(server.folders().work().resolve("results.jsonl")).isNotEmptyFile();
    for (String line : run.stdout().lines().toList()) {
      assertThat(Http.JSON.readTree(line).isObject()).as(line).isTrue();
    }
  }
}

package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

  @TempDir private Path folder = Path.of("");
  private final Peer peer = new Peer();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "text of a");
    Files.writeString(folder.resolve("b.txt"), "text of b");
  }

  @AfterEach
  void close() {
    peer.close();
  }

  private Shell shell() {
    return Shell.with(folder, peer);
  }

  private static Screen onTerminal() {
    return new Screen(Screen.Sink.TERMINAL, Screen.Sink.TERMINAL, Screen.Drawing.BLOCKS, () -> 100);
  }

  private long submissions() {
    return peer.requests.stream().filter("POST /v1/jobs"::equals).count();
  }

  @Test
  void inAPipeTheResultsAreStandardOutputAndTheProgressIsNot() {
    Shell.Ran ran = shell().run("run", "chunk", "a.txt", "b.txt", "-p", "size=800");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("{\"document\":\"a.txt\"}\n{\"document\":\"b.txt\"}\n");
    assertThat(ran.err()).contains("Uploaded 2/2 files", "Progress: 2/2 (100.0%) | Failed: 0");
    assertThat(peer.uploadBodies.values()).containsExactlyInAnyOrder("text of a", "text of b");
    assertThat(peer.submitted.getFirst().get("params").write()).isEqualTo("{\"size\":800}");
    assertThat(Files.exists(folder.resolve("cairn-results"))).isFalse();
  }

  @Test
  void onATerminalTheResultsGoToAFileNamedAfterTheJob() {
    Shell shell = shell();
    shell.screen = onTerminal();
    Shell.Ran ran = shell.run("run", "chunk", "a.txt", "--format", "csv");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("Results: cairn-results/" + Peer.idOf(0) + ".csv (21 B)")
        .contains("extract ", "1/1");
    assertThat(folder.resolve("cairn-results/" + Peer.idOf(0) + ".csv")).isNotEmptyFile();
    assertThat(peer.requests).anyMatch(asked -> asked.endsWith("/results?format=csv"));
  }

  @Test
  void theOutputMayBeAFileOrAFolder() throws IOException {
    assertThat(shell().run("run", "chunk", "a.txt", "-o", "deep/out.jsonl").exit()).isZero();
    assertThat(folder.resolve("deep/out.jsonl")).hasContent("{\"document\":\"a.txt\"}");
    assertThat(shell().run("run", "chunk", "a.txt", "-o", "deep").exit()).isZero();
    assertThat(folder.resolve("deep/" + Peer.idOf(1) + ".jsonl")).isNotEmptyFile();
    try (var files = Files.list(folder.resolve("deep"))) {
      assertThat(files).as("nothing half written is left").hasSize(2);
    }
  }

  @Test
  void documentsThatFailedAreNamedAndGiveExitCode5() throws IOException {
    Files.writeString(folder.resolve("bad.pdf"), "?");
    Shell.Ran ran = shell().run("run", "chunk", "a.txt", "bad.pdf");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.out()).isEqualTo("{\"document\":\"a.txt\"}\n");
    assertThat(ran.err())
        .contains("Failed: bad.pdf in extract: The document is encrypted: a password is needed");
  }

  @Test
  void aJobThatFailsGivesExitCode3WithItsReason() {
    peer.connections.add(
        (job, last, out) -> {
          job.extra.put("problem", Json.parse("{\"title\":\"Link failed\",\"detail\":\"disk\"}"));
          job.state = "failed";
          Peer.event(out, "job.done", Optional.of("2"), Json.parse("{\"state\":\"failed\"}"));
        });
    Shell.Ran ran = shell().run("run", "chunk", "a.txt");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("cairn: the job failed: Link failed: disk");
  }

  @Test
  void aJobThatSomebodyStopsGivesExitCode6() {
    peer.connections.add(
        (job, last, out) -> {
          job.state = "stopped";
          Peer.event(out, "job.done", Optional.of("2"), Json.parse("{\"state\":\"stopped\"}"));
        });
    assertThat(shell().run("run", "chunk", "a.txt").exit()).isEqualTo(6);
  }

  @Test
  void theSameCommandAgainGoesOnWithTheInterruptedJob() {
    Shell shell = shell();
    assertThat(shell.run("run", "chunk", "a.txt", "b.txt", "--timeout", "0s").exit()).isEqualTo(7);
    peer.jobs.getFirst().done = 1;
    peer.requests.clear();
    Shell.Ran again = shell.run("run", "chunk", "b.txt", "a.txt");
    assertThat(again.exit()).isZero();
    assertThat(again.err()).contains("Going on with job " + Peer.idOf(0) + " (1/2 done)");
    assertThat(again.out()).hasLineCount(2);
    assertThat(peer.requests).noneMatch(asked -> asked.startsWith("POST"));
  }

  @Test
  void aJobThatHasEndedIsNotGoneOnWithAndNewForcesAnother() {
    Shell shell = shell();
    shell.run("run", "chunk", "a.txt");
    shell.run("run", "chunk", "a.txt");
    assertThat(submissions()).isEqualTo(2);
    assertThat(shell.run("run", "chunk", "a.txt", "--timeout", "0s").exit()).isEqualTo(7);
    assertThat(shell.run("run", "chunk", "a.txt", "--new").exit()).isZero();
    assertThat(submissions()).isEqualTo(4);
  }

  @Test
  void goingOnWithAPausedJobResumesItAndSaysSo() {
    Shell shell = shell();
    assertThat(shell.run("run", "chunk", "a.txt", "--timeout", "0s").exit()).isEqualTo(7);
    peer.jobs.getFirst().state = "paused";
    Shell.Ran ran = shell.run("run", "chunk", "a.txt");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("The job was paused: resuming it");
    assertThat(peer.requests).contains("POST /v1/jobs/" + Peer.idOf(0) + "/resume");
  }

  @Test
  void withoutAServerOneIsStartedAndStoppedAgain() {
    peer.has(PeerJob.of(Peer.idOf(77), "running", 5, 0, 0));
    Shell shell = new Shell(folder).canStart(peer);
    Shell.Ran ran = shell.run("run", "chunk", "a.txt");
    assertThat(ran.exit()).isZero();
    assertThat(shell.started)
        .singleElement()
        .satisfies(
            options -> {
              assertThat(options.host()).contains("127.0.0.1");
              assertThat(options.port()).hasValue(0);
              assertThat(options.home()).isEqualTo(folder.resolve("home"));
            });
    assertThat(shell.stopped).isEqualTo(1);
    assertThat(ran.err())
        .contains("Starting a local server")
        .contains("1 other job not finished; 'cairn serve' goes on with it");
  }

  @Test
  void aServerThatIsNamedIsNeverReplacedByALocalOne() {
    Shell shell = new Shell(folder).canStart(peer);
    Shell.Ran ran = shell.run("run", "chunk", "a.txt", "--server", "http://127.0.0.1:9");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo("cairn: no server answers at http://127.0.0.1:9; start one with: cairn serve\n");
    assertThat(shell.started).isEmpty();
  }

  @Test
  void aServerThatCannotStartSaysWhyInOneLine() {
    Shell.Ran ran = new Shell(folder).run("run", "chunk", "a.txt");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("cairn: this is the client alone");
  }

  @Test
  void whenTheServerOfAnotherRunEndsThisOneStartsItsOwn() throws IOException {
    Peer others = new Peer();
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        folder.resolve("home/server.json"), "{\"url\":\"" + others.url() + "\",\"pid\":1}");
    others.connections.add(
        (job, last, out) -> {
          peer.has(job);
          others.close();
        });
    Shell shell = new Shell(folder).canStart(peer);
    Shell.Ran ran = shell.run("run", "chunk", "a.txt", "--patience", "0s");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("{\"document\":\"a.txt\"}\n");
    assertThat(shell.started).hasSize(1);
  }

  @Test
  void whatIsPlainlyWrongIsSaidBeforeAnythingIsUploaded() {
    Map<List<String>, String> wrong =
        Map.of(
            List.of("run", "chunk", "no.txt"), "cairn: no such file: no.txt",
            List.of("run", "chunk", "a.txt", "-p", "sise=1"),
                "cairn: pipeline chunk has no parameter 'sise'; it has: size, ratio, tables,"
                    + " tokenizer",
            List.of("run", "chunk", "a.txt", "-p", "size=1"),
                "cairn: parameter size must be 16 to 8192: 1",
            List.of("run", "chunck", "a.txt"), "cairn: no pipeline 'chunck'; there are: chunk",
            List.of("run", "chunk", "a.txt", "--json", "-o", "-"),
                "cairn: --json and '-o -' both want standard output");
    wrong.forEach(
        (args, line) -> {
          Shell.Ran ran = shell().run(args.toArray(String[]::new));
          assertThat(ran.exit()).isEqualTo(2);
          assertThat(ran.err()).isEqualTo(line + "\n");
        });
    assertThat(peer.uploadNames).isEmpty();
  }

  @Test
  void whatTheServerFindsWrongIsOneLineWithTheRightExitCode() {
    peer.prescribe("POST /v1/jobs", Peer.Answer.problem(422, "Invalid parameter", "x\u001b[2J"));
    Shell.Ran unfit = shell().run("run", "chunk", "a.txt", "--quiet");
    assertThat(unfit.exit()).isEqualTo(2);
    assertThat(unfit.err()).isEqualTo("cairn: Invalid parameter: x[2J\n");
    peer.prescribe("POST /v1/uploads", Peer.Answer.problem(413, "Upload too large", "1 GB"));
    Shell.Ran large = shell().run("run", "chunk", "a.txt", "--quiet");
    assertThat(large.exit()).isEqualTo(1);
    assertThat(large.err()).isEqualTo("cairn: a.txt: Upload too large: 1 GB\n");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    Peer.Answer busy =
        new Peer.Answer(503, "application/problem+json", "{}", Map.of("Retry-After", "0"));
    peer.prescribe("POST /v1/uploads", busy);
    peer.prescribe("POST /v1/jobs", busy);
    assertThat(shell().run("run", "chunk", "a.txt").exit()).isZero();
    assertThat(peer.uploadBodies.values()).containsExactly("text of a");
  }

  @Test
  void jsonIsOneLineForEachEventAndNamesTheResults() {
    Shell.Ran ran = shell().run("run", "chunk", "a.txt", "--json");
    List<Json> lines = ran.out().lines().map(Json::parse).toList();
    assertThat(lines.stream().map(line -> line.text("event").orElse("?")))
        .containsExactly(
            "run.submitted",
            "job.snapshot",
            "job.progress",
            "job.status",
            "job.done",
            "run.results");
    assertThat(lines).allMatch(line -> line.text("job").equals(Optional.of(Peer.idOf(0))));
    assertThat(lines.getLast().get("data").text("path").orElse(""))
        .endsWith("cairn-results/" + Peer.idOf(0) + ".jsonl");
  }

  @Test
  void aFolderOfManyFilesGoesUpInOrder() throws IOException {
    Files.createDirectories(folder.resolve("many"));
    for (int i = 100; i < 150; i++) {
      Files.writeString(folder.resolve("many/" + i + ".txt"), "text " + i);
    }
    Shell.Ran ran = shell().run("run", "chunk", "many", "--quiet");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines()).hasSize(50).isSorted().first().asString().contains("many/100");
  }
}

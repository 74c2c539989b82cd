package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandsTest {

  @TempDir private Path folder = Path.of("");
  private final Peer peer = new Peer();

  @AfterEach
  void close() {
    peer.close();
  }

  private Shell.Ran run(String... args) {
    return Shell.with(folder, peer).run(args);
  }

  private PeerJob job(int number, String state) {
    return peer.has(PeerJob.of(Peer.idOf(number), state, 10, 6, 2));
  }

  @Test
  void submitPrintsTheIdAndDoesNotWait() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a");
    Shell.Ran ran = run("submit", "chunk", "a.txt", "--name", "mine");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo(Peer.idOf(0) + "\n");
    assertThat(peer.submitted.getFirst().text("name")).contains("mine");
    assertThat(peer.lastEventIds).isEmpty();
  }

  @Test
  void jobsAreATableOrLinesOfJson() {
    job(1, "completed").extra.put("name", Json.of("evil\u001b[2J\nname"));
    job(2, "running");
    Shell.Ran table = run("jobs");
    assertThat(table.out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("JOB  ").endsWith("NAME"),
            second -> assertThat(second).contains(Peer.idOf(2), "running", "6/10"),
            first ->
                assertThat(first).contains(Peer.idOf(1), "completed").endsWith("evil[2J name"));
    assertThat(run("jobs", "--json", "--status", "running").out().lines().toList())
        .singleElement()
        .satisfies(line -> assertThat(Json.parse(line).text("id")).contains(Peer.idOf(2)));
  }

  @Test
  void jobsAreReadPageByPageUpToTheLimit() {
    for (int i = 0; i < 250; i++) {
      job(i, "completed");
    }
    assertThat(run("jobs", "--json", "--limit", "230").out()).hasLineCount(230);
    assertThat(peer.requests).filteredOn(asked -> asked.startsWith("GET /v1/jobs")).hasSize(3);
  }

  @Test
  void aJobIsKnownByAUniqueBeginningOfItsId() {
    for (int i = 0; i < 300; i++) {
      job(i, "completed");
    }
    peer.has(PeerJob.of("0198bbbb-0000-7000-8000-000000000001", "completed", 1, 1, 0));
    assertThat(run("status", "0198B", "--json").out()).contains("0198bbbb");
    Shell.Ran many = run("status", "0198c");
    assertThat(many.exit()).isEqualTo(2);
    assertThat(many.err()).startsWith("cairn: more than one job begins with 0198c: ");
    Shell.Ran none = run("status", "ffff");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).isEqualTo("cairn: no job begins with ffff\n");
    assertThat(run("status", "../x").err()).startsWith("cairn: no job ../x: ids are made of");
  }

  @Test
  void withoutJobsThereIsNoLastOne() {
    Shell.Ran ran = run("status", "last");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("cairn: there are no jobs yet\n");
  }

  @Test
  void anUnknownIdIsAnErrorInOneLine() {
    Shell.Ran ran = run("status", Peer.idOf(9));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).startsWith("cairn: Not found: ");
  }

  @Test
  void statusShowsStagesHistoryAndWhatFailed() {
    job(1, "running");
    Shell.Ran ran = run("status");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("Pipeline:  chunk v1  size=1200  tokenizer=cl100k_base")
        .contains("State:     running\n")
        .contains("Progress: 6/10 (60.0%) | Failed: 2 | Rate: 2.5 docs/min | ETA: 42m 00s")
        .containsPattern("extract +6 +2 +0 +1m 23s")
        .containsPattern("running +2026-05-01 .*granted")
        .containsPattern("2 +extract +The document is encrypted");
  }

  @Test
  void aStageIsDoneAgainWhenItIsNamed() {
    job(1, "completed");
    peer.prescribe(
        "POST /v1/jobs/" + Peer.idOf(1) + "/retry",
        new Peer.Answer(
            202, "application/json", job(1, "running").json().write(), java.util.Map.of()));
    assertThat(run("retry", Peer.idOf(1), "--stage", "chunk").out()).contains("running");
    assertThat(peer.requests).last().asString().endsWith("/retry?stage=chunk");
  }

  @Test
  void aPriorityIsChanged() {
    String changed = job(1, "running").json().write();
    peer.prescribe(
        "PATCH /v1/jobs/" + Peer.idOf(1),
        new Peer.Answer(200, "application/json", changed, java.util.Map.of()));
    assertThat(run("priority", "last", "3").out()).isEqualTo(Peer.idOf(1) + " priority 3\n");
    assertThat(run("priority", "last", "high").exit()).isEqualTo(2);
  }

  @Test
  void recoverTellsWhatWasTakenOver() {
    String taken =
        "{\"takenOver\":[{\"job\":\"%s\",\"node\":4,\"name\":\"pid 7 at a\",\"ranges\":2,\"documents\":90}]}"
            .formatted(Peer.idOf(1));
    peer.prescribe(
        "POST /v1/recover", new Peer.Answer(200, "application/json", taken, java.util.Map.of()));
    assertThat(run("recover").out())
        .isEqualTo(Peer.idOf(1) + ": 2 ranges of 90 documents, from node 4 (pid 7 at a)\n");
    peer.prescribe(
        "POST /v1/recover",
        new Peer.Answer(200, "application/json", "{\"takenOver\":[]}", java.util.Map.of()));
    assertThat(run("recover").err()).isEqualTo("cairn: nothing was interrupted\n");
  }

  @Test
  void jobsArePausedResumedAndStoppedByName() {
    job(1, "running");
    assertThat(run("pause", "last").out()).isEqualTo(Peer.idOf(1) + " paused\n");
    assertThat(run("resume", "last").out()).isEqualTo(Peer.idOf(1) + " running\n");
    assertThat(Json.parse(run("stop", "last", "--json").out()).text("state")).contains("stopped");
    assertThat(run("delete", Peer.idOf(1)).out()).isEqualTo(Peer.idOf(1) + " deleted\n");
    assertThat(peer.jobs).isEmpty();
  }

  @Test
  void oneJobThatRefusesDoesNotKeepTheOthersFromBeingAsked() {
    job(1, "running");
    job(2, "completed");
    peer.prescribe(
        "POST /v1/jobs/" + Peer.idOf(2) + "/pause",
        Peer.Answer.problem(409, "Illegal transition", "a completed job cannot be paused"));
    Shell.Ran ran = run("pause", Peer.idOf(2), Peer.idOf(1));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo(Peer.idOf(1) + " paused\n");
    assertThat(ran.err())
        .isEqualTo(
            "cairn: %s: Illegal transition: a completed job cannot be paused\n"
                .formatted(Peer.idOf(2)));
  }

  @Test
  void resultsGoToStandardOutputAndSayWhenTheyAreAPart() {
    job(1, "running");
    Shell.Ran ran = run("results");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).hasLineCount(8).startsWith("{\"document\":\"doc-2.txt\"}\n");
    assertThat(ran.err()).startsWith("Job is running, so this is a part: Progress: 6/10");
  }

  @Test
  void resultsCanBeFollowedOrWrittenToAFile() {
    job(1, "running");
    assertThat(run("results", "last", "--follow").err()).isEmpty();
    assertThat(peer.requests)
        .contains("GET /v1/jobs/" + Peer.idOf(1) + "/results?format=jsonl&follow=true");
    assertThat(run("results", "last", "-o", "out.csv", "--format", "csv").out()).isEmpty();
    assertThat(folder.resolve("out.csv")).isNotEmptyFile();
    Shell.Ran wrong = run("results", "--follow", "--format", "csv");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).isEqualTo("cairn: --follow can only be had as jsonl\n");
  }

  @Test
  void failedDocumentsAreListedWithStageAndReason() {
    job(1, "completed");
    assertThat(run("failed").out().lines().toList())
        .hasSize(3)
        .last()
        .asString()
        .containsPattern("bad-1.txt +extract +1 +The document is encrypted: a password is needed");
    assertThat(run("failed", "--json").out()).hasLineCount(2);
  }

  @Test
  void pipelinesAreListedAndShownWithTheirParameters() {
    assertThat(run("pipelines").out()).containsPattern("chunk +1 +extract, chunk +Chunks for");
    assertThat(run("pipelines", "chunk").out())
        .containsPattern("size +1200 +integer, 16 to 8192 +tokens")
        .containsPattern("tokenizer +cl100k_base \\| o200k_base");
    assertThat(run("pipelines", "nothing").exit()).isEqualTo(1);
  }

  @Test
  void whatDoesNotAnswerLikeCairnIsOneLine() {
    peer.prescribe("GET /v1/jobs", new Peer.Answer(200, "text/html", "<html>", Map.of()));
    peer.prescribe("GET /v1/jobs", new Peer.Answer(502, "text/html", "<html>", Map.of()));
    peer.prescribe("GET /v1/jobs", Peer.Answer.problem(401, "No key", "send one"));
    List<Shell.Ran> ran = List.of(run("jobs"), run("jobs"), run("jobs"));
    assertThat(ran.stream().map(Shell.Ran::exit)).containsExactly(1, 1, 4);
    assertThat(ran).allSatisfy(one -> assertThat(one.err()).hasLineCount(1).startsWith("cairn: "));
  }
}

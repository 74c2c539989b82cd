package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static JobView job(String state, int total, int done, int failed) {
    return new JobView(PeerJob.of(Peer.idOf(1), state, total, done, failed).json());
  }

  private Terminal terminal(Screen.Sink sink, Screen.Drawing drawing) {
    return new Terminal(
        out,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new Screen(Screen.Sink.PLAIN, sink, drawing, () -> 80));
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theLineIsTheOneItsUsersKnow() {
    assertThat(ProgressLine.of(job("running", 253, 136, 12)))
        .isEqualTo("Progress: 136/253 (53.8%) | Failed: 12 | Rate: 2.5 docs/min");
  }

  @Test
  void theLineTellsTheTimeThatIsLeftOnlyWhileThereIsAny() {
    assertThat(ProgressLine.withEta(job("running", 253, 136, 12))).endsWith("| ETA: 42m 00s");
    assertThat(ProgressLine.withEta(job("completed", 253, 241, 12))).endsWith("docs/min");
  }

  @Test
  void aTotalThatIsNotKnownYetIsAQuestionMark() {
    Json unsplit = Json.parse("{\"counts\":{\"done\":7,\"failed\":1}}");
    assertThat(ProgressLine.of(job("running", 1, 0, 0).withProgress(unsplit)))
        .isEqualTo("Progress: 7/? | Failed: 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 40, 60, 79, 80, 120, 300})
  void noLineIsWiderThanTheTerminal(int width) {
    StageRates rates = new StageRates(clock);
    Json name = Json.of("日本語の契約書 und viele grüße 😀😀😀 ".repeat(10));
    for (int done = 0; done <= 2_000; done += 1_000) {
      PeerJob peers = PeerJob.of(Peer.idOf(1), "running", 2_530, done, 120);
      peers.extra.put("name", name);
      JobView job = new JobView(peers.json());
      rates.take(job.stages());
      pass(Duration.ofSeconds(5));
      for (Screen.Drawing drawing : List.of(Screen.Drawing.BLOCKS, Screen.Drawing.ASCII)) {
        assertThat(new Bars(drawing).draw(job, rates, width))
            .hasSize(4)
            .allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(width));
      }
    }
  }

  @Test
  void theBarsOfAFinishedJobAreFullThoughDocumentsFailed() {
    List<String> lines =
        new Bars(Screen.Drawing.ASCII).draw(job("completed", 10, 8, 2), new StageRates(clock), 100);
    assertThat(lines.get(1)).contains("extract #").contains("10/10  2 failed").doesNotContain(".");
    assertThat(lines.get(2)).contains("chunk   #").contains("8/8").doesNotContain(".");
  }

  @Test
  void aStageTellsItsOwnRateAndTimeLeft() {
    StageRates rates = new StageRates(clock);
    rates.take(job("running", 100, 10, 0).stages());
    pass(Duration.ofSeconds(10));
    JobView later = job("running", 100, 30, 0);
    rates.take(later.stages());
    assertThat(new Bars(Screen.Drawing.ASCII).draw(later, rates, 120).get(1))
        .contains("30/100  120.0/min  35s left");
  }

  @Test
  void onATerminalThePictureIsDrawnAgainInPlace() {
    Progress live = new LiveProgress(terminal(Screen.Sink.TERMINAL, Screen.Drawing.BLOCKS), clock);
    live.job(job("running", 10, 1, 0));
    String first = said();
    live.job(job("running", 10, 2, 0));
    assertThat(said()).as("too soon for another picture").isEqualTo(first);
    pass(Duration.ofSeconds(1));
    live.job(job("running", 10, 3, 0));
    assertThat(said().substring(first.length()))
        .startsWith("\u001B[1A\r\u001B[2K".repeat(4) + "chunk · running")
        .contains("3/10");
    assertThat(first).doesNotContain("\u001B");
  }

  @Test
  void noColorIsDrawnWhenTheUserWantsNone() {
    assertThat(ProcessScreen.drawing(java.util.Map.of("NO_COLOR", "1"), StandardCharsets.UTF_8))
        .isEqualTo(Screen.Drawing.BLOCKS);
    assertThat(ProcessScreen.drawing(java.util.Map.of("NO_COLOR", ""), StandardCharsets.US_ASCII))
        .isEqualTo(Screen.Drawing.COLOR_ASCII);
  }

  @Test
  void offATerminalLinesComeSeldomAndOnlyWhenSomethingChanged() {
    Progress lines = new LineProgress(terminal(Screen.Sink.PLAIN, Screen.Drawing.ASCII), clock);
    lines.job(job("running", 10, 1, 0));
    lines.job(job("running", 10, 2, 0));
    pass(Duration.ofSeconds(3));
    lines.job(job("running", 10, 3, 0));
    pass(Duration.ofSeconds(3));
    lines.job(job("running", 10, 3, 0));
    lines.job(job("completed", 10, 10, 0));
    lines.close();
    assertThat(said().lines())
        .containsExactly(
            "Job " + Peer.idOf(1) + " is running",
            "Progress: 1/10 (10.0%) | Failed: 0 | Rate: 2.5 docs/min",
            "Progress: 3/10 (30.0%) | Failed: 0 | Rate: 2.5 docs/min",
            "Job " + Peer.idOf(1) + " is completed",
            "Progress: 10/10 (100.0%) | Failed: 0 | Rate: 2.5 docs/min");
  }

  @Test
  void afterTheLastWordNothingMoreIsSaid() {
    Terminal terminal = terminal(Screen.Sink.PLAIN, Screen.Drawing.ASCII);
    Detach.leave(terminal, "Detached: " + ComeBack.SERVER_GOES_ON.line("abc"));
    terminal.say("noise of going down");
    assertThat(said())
        .isEqualTo(
            "Detached: the job is safe and goes on; come back with: cairn watch abc"
                + System.lineSeparator());
  }
}

package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** Small values: texts, durations, exit codes, tables. */
class WordsTest {

  @Test
  void textFromElsewhereCannotSteerTheTerminal() {
    assertThat(Plain.text("a\u001b[31m\u009b2J\u202eb\nc\u007f😀")).isEqualTo("a[31m2Jb c😀");
  }

  @Test
  void dataOnATerminalLosesItsControlsWhereverTheyAreCut() throws IOException {
    byte[] bytes = "ü\u001b[2J\r\n\u009bx\t©日\u0085!".getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ControlFilter filter = new ControlFilter(out);
      filter.write(bytes, 0, cut);
      filter.write(bytes, cut, bytes.length - cut);
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ü[2J\r\nx\t©日!");
    }
  }

  @Test
  void sizesAndTimesAreShownAsPeopleSayThem() {
    assertThat(List.of(0L, 999L, 1000L, 45_600_000L, 10_000_000_000L).stream().map(Plain::bytes))
        .containsExactly("0 B", "999 B", "1.0 KB", "45.6 MB", "10.0 GB");
    assertThat(
            List.of(340L, 12_000L, 187_000L, 3_840_000L, 200_000_000L).stream()
                .map(millis -> Plain.duration(Duration.ofMillis(millis))))
        .containsExactly("340 ms", "12s", "3m 07s", "1h 04m", "2d 07h");
  }

  @Test
  void durationsAreReadAsPeopleTypeThem() {
    assertThat(List.of("90", "90s", "5m", "2h", "1d", "250ms").stream().map(Durations::parse))
        .containsExactly(
            Duration.ofSeconds(90),
            Duration.ofSeconds(90),
            Duration.ofMinutes(5),
            Duration.ofHours(2),
            Duration.ofDays(1),
            Duration.ofMillis(250));
    assertThatThrownBy(() -> Durations.parse("soon")).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void theEndOfAJobIsTheExitCode() {
    assertThat(exit("completed", 0)).isEqualTo(0);
    assertThat(exit("completed", 1)).isEqualTo(5);
    assertThat(exit("failed", 0)).isEqualTo(3);
    assertThat(exit("stopped", 2)).isEqualTo(6);
    assertThatThrownBy(() -> exit("running", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int exit(String state, int failed) {
    PeerJob job = PeerJob.of(Peer.idOf(1), state, 10, 10 - failed, failed);
    return ExitCode.ofEnded(new JobView(job.json())).code();
  }

  @Test
  void theStatusOfAnAnswerIsTheExitCode() {
    assertThat(List.of(400, 401, 403, 404, 409, 413, 422, 500).stream().map(ExitCode::ofStatus))
        .containsExactly(
            ExitCode.USAGE,
            ExitCode.NOT_ALLOWED,
            ExitCode.NOT_ALLOWED,
            ExitCode.ERROR,
            ExitCode.ERROR,
            ExitCode.ERROR,
            ExitCode.USAGE,
            ExitCode.ERROR);
  }

  @Test
  void waitsGrowAndAreNeverTheSameForEveryone() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(42));
    for (int failures = 0; failures < 100; failures++) {
      long base = Math.min(2000, 100L << Math.min(failures, 10));
      assertThat(backoff.before(failures).toMillis()).isBetween(base, base + base / 2);
    }
    assertThat(backoff.startingAt(Duration.ofSeconds(9)).before(0))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void theHomeIsWhereTheUserOrTheXdgRulesPutIt() {
    assertThat(Home.of(Map.of("CAIRN_HOME", "/data/cairn", "HOME", "/home/me")))
        .isEqualTo(Path.of("/data/cairn"));
    assertThat(Home.of(Map.of("XDG_DATA_HOME", "/xdg", "HOME", "/home/me")))
        .isEqualTo(Path.of("/xdg/cairn"));
    assertThat(Home.of(Map.of("HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.local/share/cairn"));
  }

  @Test
  void namesAreEscapedInAddresses() {
    assertThat(Query.of("v1/jobs", "../x y").with("name", "a&b=ü.pdf").written())
        .isEqualTo("v1/jobs/..%2Fx%20y?name=a%26b%3D%C3%BC.pdf");
  }

  @Test
  void columnsStandUnderEachOther() {
    Table table =
        new Table(List.of(Table.Align.LEFT, Table.Align.RIGHT), List.of("NAME", "N"))
            .row(List.of("grüße\n", "7"))
            .row(List.of("a", "1200"));
    assertThat(table.lines()).containsExactly("NAME       N", "grüße      7", "a       1200");
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    assertThat(List.of("abc", "日本", "e\u0301", "😀!", "").stream().map(Columns::of))
        .containsExactly(3, 4, 1, 3, 0);
    assertThat(Columns.cut("日本語", 5)).isEqualTo("日本");
    assertThat(Columns.cut("e\u0301x", 1)).isEqualTo("e\u0301");
    assertThat(Columns.cut("abc", -1)).isEmpty();
  }

  @Test
  void theVersionIsTheOneOfTheBuild() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>cairn</artifactId>\n  <version>" + Version.NUMBER + "</version>");
  }
}

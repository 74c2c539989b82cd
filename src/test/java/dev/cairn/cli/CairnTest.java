package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CairnTest {

  @TempDir private Path folder = Path.of("");

  private Shell.Ran run(String... args) {
    return new Shell(folder).run(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsOneLine(String option) {
    assertThat(run(option)).isEqualTo(new Shell.Ran(0, "cairn " + Version.NUMBER + "\n", ""));
  }

  @Test
  void helpNamesEveryCommandAndGoesToStandardOutput() {
    Shell.Ran help = run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains(
            "serve",
            "run",
            "submit",
            "watch",
            "jobs",
            "status",
            "pause",
            "resume",
            "stop",
            "retry",
            "delete",
            "results",
            "failed",
            "pipelines",
            "completion");
    assertThat(run("help", "watch").out()).isEqualTo(run("watch", "--help").out());
  }

  @Test
  void misuseIsTwoLinesOnStandardErrorAndExitCode2() {
    assertThat(run()).isEqualTo(misused("a command is missing", "cairn"));
    assertThat(run("fly").exit()).isEqualTo(2);
    assertThat(run("jobs", "--bogus"))
        .isEqualTo(misused("Unknown option: '--bogus'", "cairn jobs"));
    assertThat(run("run").exit()).isEqualTo(2);
    assertThat(run("jobs", "--limit", "0").exit()).isEqualTo(2);
    assertThat(run("jobs", "--server", "ftp://x").err())
        .isEqualTo("cairn: 'ftp://x' is no server address such as http://127.0.0.1:8080\n");
  }

  private static Shell.Ran misused(String why, String command) {
    return new Shell.Ran(2, "", "cairn: " + why + "\nTry: " + command + " --help\n");
  }

  @Test
  void withoutAServerACommandSaysHowToStartOne() {
    assertThat(run("jobs"))
        .isEqualTo(
            new Shell.Ran(
                1,
                "",
                "cairn: no server answers at http://127.0.0.1:9; start one with: cairn serve\n"));
  }

  @Test
  void theServerIsTheOneNamedElseTheLocalOneThatAnswersElseTheUsualOne() throws IOException {
    try (Peer named = new Peer();
        Peer local = new Peer();
        Peer usual = new Peer()) {
      Shell shell = new Shell(folder);
      shell.usualServer = usual.url();
      assertThat(shell.run("jobs").exit()).isZero();
      Files.createDirectories(folder.resolve("home"));
      discover(local.url());
      assertThat(shell.run("jobs").exit()).isZero();
      discover(URI.create("http://127.0.0.1:9"));
      assertThat(shell.run("jobs").exit()).isZero();
      Files.writeString(folder.resolve("home/server.json"), "half a fi");
      assertThat(shell.run("jobs").exit()).isZero();
      shell.env.put("CAIRN_SERVER", named.url().toString());
      assertThat(shell.run("jobs").exit()).isZero();
      assertThat(shell.run("jobs", "--server", local.url() + "/").exit()).isZero();
      assertThat(asked(usual)).isEqualTo(3);
      assertThat(asked(local)).isEqualTo(2);
      assertThat(asked(named)).isEqualTo(1);
    }
  }

  private void discover(URI url) throws IOException {
    Files.writeString(folder.resolve("home/server.json"), "{\"url\":\"" + url + "\",\"pid\":4711}");
  }

  private static long asked(Peer peer) {
    return peer.requests.stream().filter(asked -> asked.startsWith("GET /v1/jobs?")).count();
  }

  @Test
  void serveHandsItsOptionsOn() {
    try (Peer peer = new Peer()) {
      Shell shell = new Shell(folder).canStart(peer);
      shell.env.put("CAIRN_DATABASE_URL", "postgresql://db/cairn");
      assertThat(shell.run("serve", "--host", "0.0.0.0", "--port", "9090", "--home", "x").exit())
          .isZero();
      assertThat(shell.started)
          .containsExactly(
              new ServerOptions(
                  Optional.of("0.0.0.0"),
                  java.util.OptionalInt.of(9090),
                  folder.resolve("x"),
                  Optional.of("postgresql://db/cairn")));
      assertThat(shell.run("serve", "--port", "99999").exit()).isEqualTo(2);
    }
  }

  @Test
  void theClientAloneSaysThatItCannotServe() {
    assertThat(run("serve").err()).hasLineCount(1).startsWith("cairn: this is the client alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void theCompletionScriptIsOneThatBashCanRead(String shell) throws Exception {
    Shell.Ran ran = run("completion", shell);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("complete -F", "pipelines");
    Process bash = new ProcessBuilder("bash", "-n").start();
    try (OutputStream script = bash.getOutputStream()) {
      script.write(ran.out().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
  }

  @Test
  void whenNobodyReadsTheOutputTheProgramEndsWithoutAWord() {
    try (Peer peer = new Peer()) {
      Failure failure = Failure.ofOutput(new IOException("Broken pipe"));
      assertThat(failure).isInstanceOf(Failure.NobodyReads.class);
      assertThat(Failure.ofOutput(new IOException("No space left on device")).line())
          .isEqualTo("cannot write to standard output: No space left on device");
      assertThat(peer.requests).isEmpty();
    }
  }
}

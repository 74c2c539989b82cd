package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.job.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 8 (Contained) where parsers run: whatever a task does, it fails alone and truly. */
class ForkPoolTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private ForkPool forks = new ForkPool(TestForks.config(2, 64, 1000, LONG));

  @AfterEach
  void close() {
    forks.close();
  }

  @Test
  void aTaskReadsTheBytesAndAnswers() throws Exception {
    String text = "a stone, ".repeat(100_000) + "and a last one";
    assertThat(run("read", text).text()).isEqualTo(text);
    assertThat(run("read", "").text()).isEmpty();
  }

  @Test
  void oneProcessDoesTaskAfterTask() throws Exception {
    Misbehaviour.Answer first = run("read", "a");
    Misbehaviour.Answer second = run("read", "b");
    assertThat(second.pid()).isEqualTo(first.pid()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(second.calls()).isEqualTo(2);
  }

  @Test
  void whatIsNotReadIsNotSent() throws Exception {
    Endless bytes = new Endless();
    assertThat(forks.run(new Misbehaviour(), "read a little", () -> bytes, LONG).text())
        .isEqualTo("97");
    assertThat(bytes.sent).isLessThanOrEqualTo(Pulled.PIECE);
    assertThat(bytes.closed).isTrue();
  }

  @Test
  void aHangAndAnEndlessLoopAreEndedInTime() throws Exception {
    assertThat(problem("hang")).isEqualTo("stage-timeout false");
    assertThat(problem("loop")).isEqualTo("stage-timeout false");
    assertThat(run("read", "next").text()).isEqualTo("next");
  }

  @Test
  void aHeapBombIsOutOfMemoryForGood() throws Exception {
    assertThat(problem("fill the heap")).isEqualTo("out-of-memory false");
    assertThat(run("read", "next").text()).isEqualTo("next");
  }

  @Test
  void aCrashAndAnExitAreToldAndMayBeTriedAgain() throws Exception {
    assertThat(problem("exit")).isEqualTo("parser-crashed true");
    assertThatThrownBy(() -> run("crash", ""))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("crashed (SIGSEGV)");
    assertThat(run("read", "next").text()).isEqualTo("next");
  }

  @Test
  void whatATaskThrowsIsToldAndItsProcessGoesOn() throws Exception {
    long pid = run("read", "a").pid();
    assertThat(problem("refuse")).isEqualTo("bad-line false");
    assertThat(problem("recurse")).isEqualTo("too-deep false");
    assertThat(problem("fail")).isEqualTo("stage-failed true");
    assertThatThrownBy(() -> run("fail", ""))
        .hasMessage("In a process of its own: IllegalStateException");
    assertThat(run("read", "b").pid()).isEqualTo(pid);
  }

  @Test
  void bytesThatCannotBeHadAreNoFaultOfTheDocument() throws Exception {
    long pid = run("read", "a").pid();
    ForkedTask.Bytes gone =
        () -> {
          throw new NoSuchFileException("gone");
        };
    assertThatThrownBy(() -> forks.run(new Misbehaviour(), "read", gone, LONG))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(run("read", "b").pid()).isEqualTo(pid);
  }

  @Test
  void whatItPrintsDisturbsNothing() throws Exception {
    assertThat(run("print", "").text()).isEqualTo("printed");
    assertThat(run("read", "next").text()).isEqualTo("next");
  }

  @Test
  void whatItLeavesBehindGoesWithIt() throws Exception {
    Path litter = Path.of(run("litter", "").text());
    assertThat(litter).exists();
    forks.close();
    assertThat(litter.getParent()).doesNotExist();
  }

  @Test
  void itKnowsNothingOfTheServersEnvironment() throws Exception {
    assertThat(System.getenv("PATH")).isNotBlank();
    assertThat(run("environment", "").text()).doesNotContain("PATH", "HOME");
  }

  @Test
  void aProcessIsReplacedAfterSoManyTasksAndEndsWhenIdle() throws Exception {
    forks.close();
    forks = new ForkPool(TestForks.config(1, 64, 2, Duration.ofMillis(200)));
    long first = run("read", "a").pid();
    run("read", "b");
    long third = run("read", "c").pid();
    assertThat(third).isNotEqualTo(first);
    await().until(() -> forks.pids().isEmpty());
    await().until(() -> ProcessHandle.of(third).isEmpty());
  }

  @Test
  void whoIsInterruptedLeavesNoProcessBehind() {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    forks.run(new Misbehaviour(), "hang", InputStream::nullInputStream, LONG);
                  } catch (Throwable e) {
                    outcome.complete(e);
                  }
                });
    await().until(() -> !forks.pids().isEmpty());
    long pid = forks.pids().iterator().next();
    caller.interrupt();
    assertThat(outcome.join()).isInstanceOf(CancellationException.class);
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  private Misbehaviour.Answer run(String what, String text) throws IOException {
    return forks.run(
        new Misbehaviour(), what, () -> new ByteArrayInputStream(text.getBytes(UTF_8)), LONG);
  }

  /** Kind of the problem, and whether another try could help. */
  private String problem(String what) throws IOException {
    run("read", "so that a process is up and the limit is the task's own");
    try {
      forks.run(
          new Misbehaviour(),
          what,
          InputStream::nullInputStream,
          what.equals("hang") || what.equals("loop") ? SHORT : LONG);
    } catch (ProblemException e) {
      return e.problem().kind() + " " + e.retryable();
    }
    return "none";
  }

  private static final class Endless extends InputStream {
    private long sent;
    private boolean closed;

    @Override
    public int read() {
      sent++;
      return 'a';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 'a');
      sent += length;
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

package dev.cairn.fork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.job.ProblemException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** One forked process; used by one thread at a time. */
final class Fork {

  private static final Logger LOG = Logger.getLogger(Fork.class);
  private static final Duration STARTING = Duration.ofMinutes(1);
  private static final Duration ENDING = Duration.ofSeconds(5);
  private static final int LAST_WORDS = 4096;

  private final ForkConfig config;
  private final Path scratch;
  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** Pipes can't be interrupted: who waits does it for this thread, and kills the process. */
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cairn-fork-", 0).factory());

  private final byte[] piece = new byte[Pulled.PIECE];
  private boolean usable = true;
  private int tasks;
  private volatile long idleSince = System.nanoTime();

  private Fork(ForkConfig config, Path scratch, Process process) {
    this.config = config;
    this.scratch = scratch;
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
  }

  /**
   * Starts one and waits until it is up.
   *
   * @throws ProblemException retryable, when it does not come up; the log says why
   */
  static Fork start(ForkConfig config) {
    try {
      Path scratch = Scratch.create();
      Process process = Program.start(scratch, config);
      Fork fork = new Fork(config, scratch, process);
      fork.greet();
      return fork;
    } catch (IOException e) {
      LOG.errorf("No process can be started: %s", e.getMessage());
      throw Ends.notStarted();
    }
  }

  private void greet() throws IOException {
    Thread.ofPlatform().daemon().name("cairn-fork-words").start(this::hear);
    try {
      within(STARTING, () -> Said.of(in.readByte()));
    } catch (ExecutionException | TimeoutException e) {
      CompletableFuture<?> unused = close();
      throw new IOException("it ended or hung before it was up", e);
    }
  }

  /** What the JVM says before it dies is told at its end; of a flood only the beginning is kept. */
  private void hear() {
    try (InputStream words = process.getErrorStream()) {
      String said = new String(words.readNBytes(LAST_WORDS), UTF_8).strip();
      words.skip(Long.MAX_VALUE);
      if (!said.isEmpty()) {
        LOG.debugf("A process for documents said: %s", said);
      }
    } catch (IOException ended) {
      // with its process
    }
  }

  /**
   * Does a task. A process that fails, or is too late, is not usable any more.
   *
   * @throws ProblemException what became of the document
   * @throws IOException when its bytes can't be had
   * @throws CancellationException when the calling thread is interrupted
   */
  <I, O> O run(ForkedTask<I, O> task, I input, ForkedTask.Bytes bytes, Duration limit)
      throws IOException {
    tasks++;
    try {
      return within(limit, new Conversation<>(in, out, task, input, bytes, piece));
    } catch (TimeoutException e) {
      usable = false;
      throw Ends.tookTooLong(limit);
    } catch (CancellationException e) {
      usable = false;
      throw e;
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNull(e.getCause()));
    } finally {
      idleSince = System.nanoTime();
    }
  }

  private <T> T within(Duration limit, Callable<T> talk)
      throws ExecutionException, TimeoutException {
    Future<T> answer = thread.submit(talk);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new CancellationException("interrupted");
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private RuntimeException failure(Throwable cause) throws IOException {
    switch (cause) {
      case ProblemException known -> {
        return known;
      }
      case Conversation.SourceFailed source -> throw source.reason();
      case Conversation.TaskFailed task -> {
        LOG.warnf("A task failed unexpectedly in its process: %s", task.getMessage());
        return Ends.failed(String.valueOf(task.getMessage()));
      }
      default -> {
        usable = false;
        return end(cause);
      }
    }
  }

  private ProblemException end(Throwable cause) {
    try {
      if (!process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warnf(cause, "A process for documents is not understood, and ended");
        process.destroyForcibly();
      }
      int exit = process.waitFor();
      return exit == Child.OUT_OF_MEMORY ? Ends.outOfMemory(config) : Ends.crashed(exit, report());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** The beginning of what the JVM wrote when it crashed. */
  private String report() {
    try (InputStream in = Files.newInputStream(scratch.resolve(Program.CRASH_REPORT))) {
      String report = new String(in.readNBytes(LAST_WORDS), UTF_8);
      LOG.warnf("A process for documents crashed:%n%s", report);
      return report;
    } catch (IOException none) {
      return "";
    }
  }

  /** Whether it can be given another task. */
  boolean usable() {
    return usable && tasks < config.tasks() && process.isAlive();
  }

  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - idleSince);
  }

  long pid() {
    return process.pid();
  }

  /** Ends it now, whatever it does; completed when it is gone and its folder with it. */
  CompletableFuture<Void> close() {
    process.destroyForcibly();
    thread.shutdown();
    return process.onExit().thenRun(() -> Scratch.remove(scratch));
  }
}

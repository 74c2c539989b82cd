package dev.cairn.fork;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Processes for work on hostile bytes. They are started as they are needed, used again and again,
 * and ended when they had nothing to do for a while. Safe for many threads.
 */
@Singleton
public class ForkPool {

  /** Longer than any document is worked on. */
  private static final Duration LEFT = Duration.ofDays(1);

  private final ForkConfig config;
  private final Semaphore places;

  /** The last used first: what is not needed grows old. */
  private final Deque<Fork> idle = new ConcurrentLinkedDeque<>();

  private final Set<Fork> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService tidy =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cairn-fork-tidy").factory());
  private volatile boolean open = true;

  public ForkPool(ForkConfig config) {
    this.config = config;
    this.places =
        new Semaphore(
            config.processes().orElse(2 * Runtime.getRuntime().availableProcessors()), true);
    long every = Math.max(1, config.idle().toMillis() / 4);
    tidy.execute(ForkPool::removeLeft);
    ScheduledFuture<?> unused =
        tidy.scheduleWithFixedDelay(this::endIdle, every, every, TimeUnit.MILLISECONDS);
  }

  private static void removeLeft() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Scratch.removeLeft(temporary, Instant.now().minus(LEFT));
  }

  /**
   * Does a task in a process of its own and waits for it.
   *
   * @param task made anew in the process; its class must have a constructor without arguments
   * @param bytes what to work on; closed when done
   * @param limit how long it may take; its process is killed then, and when this thread is
   *     interrupted
   * @return what it answered
   * @throws dev.cairn.job.ProblemException when the document is at fault ({@code out-of-memory},
   *     {@code stage-timeout}, {@code parser-crashed}, or what the task threw), or when no process
   *     can be started ({@code no-process})
   * @throws IOException when the bytes can't be had
   * @throws CancellationException when interrupted
   */
  public <I, O> O run(ForkedTask<I, O> task, I input, ForkedTask.Bytes bytes, Duration limit)
      throws IOException {
    enter();
    @Nullable Fork fork = null;
    try {
      fork = take();
      return fork.run(task, input, bytes, limit);
    } finally {
      if (fork != null) {
        leave(fork);
      }
      places.release();
    }
  }

  private void enter() {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private Fork take() {
    for (Fork waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
      if (waiting.usable()) {
        return waiting;
      }
      end(waiting);
    }
    Fork fork = Fork.start(config);
    all.add(fork);
    return fork;
  }

  private void leave(Fork fork) {
    if (fork.usable() && open) {
      idle.push(fork);
    }
    if (!fork.usable() || !open) {
      end(fork);
    }
  }

  private void end(Fork fork) {
    idle.remove(fork);
    all.remove(fork);
    CompletableFuture<?> unused = fork.close();
  }

  private void endIdle() {
    for (Fork fork : List.copyOf(idle)) {
      if (fork.idle().compareTo(config.idle()) > 0 && idle.remove(fork)) {
        end(fork);
      }
    }
  }

  /** Process ids of those that live now. */
  public Set<Long> pids() {
    return Set.copyOf(all.stream().map(Fork::pid).toList());
  }

  /** Ends all, whatever they do. */
  @PreDestroy
  public void close() {
    open = false;
    tidy.shutdownNow();
    CompletableFuture<?>[] ends =
        all.stream().map(Fork::close).toArray(length -> new CompletableFuture<?>[length]);
    // Gone in milliseconds, but for one that waits for a broken disk; the end of the server must
    // not.
    CompletableFuture.allOf(ends).completeOnTimeout(null, 5, TimeUnit.SECONDS).join();
  }
}

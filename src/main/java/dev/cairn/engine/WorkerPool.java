package dev.cairn.engine;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads for work that computes or blocks: as many as there are processors. Its queue needs no
 * bound of its own, since each lane has at most one task in it.
 *
 * <p>Later stages go first: a document that is half done is finished before another is begun, which
 * keeps what is held in memory small and brings results early.
 *
 * <p>A task past its time limit is interrupted and its document fails. A thread that ignores the
 * interrupt is written off and replaced, so that it holds nobody else up.
 */
@Singleton
public class WorkerPool {

  private final PriorityBlockingQueue<Task<?>> queue = new PriorityBlockingQueue<>();
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicInteger started = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final int size;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cairn-watchdog").factory());

  WorkerPool(EngineConfig config) {
    size = config.workers().orElse(Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < size; i++) {
      startThread();
    }
  }

  /** How many tasks run at once. */
  public int size() {
    return size;
  }

  /**
   * Runs a task when its turn comes.
   *
   * @param rank a higher one goes first
   * @param limit time it may take once begun; fails with {@link TimeoutException} after
   */
  public <T> Uni<T> run(int rank, Duration limit, Callable<T> work) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                queue.add(new Task<>(rank, tickets.incrementAndGet(), limit, work, emitter)));
  }

  @PreDestroy
  void close() {
    open.set(false);
    watchdog.shutdownNow();
    threads.forEach(Thread::interrupt);
  }

  private void startThread() {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("cairn-worker-" + started.incrementAndGet())
            .unstarted(this::work);
    threads.add(thread);
    thread.start();
  }

  private void work() {
    boolean mine = true;
    while (mine && open.get()) {
      try {
        mine = take(queue.take());
      } catch (InterruptedException e) {
        // Closing; or an interrupt meant for a task that ended just then, which loses nothing.
        mine = true;
      } catch (RejectedExecutionException e) {
        // Closing; the task is begun again after the next start.
        mine = false;
      }
    }
    threads.remove(Thread.currentThread());
  }

  /** Runs one task; whether this thread still belongs to the pool after it. */
  private <T> boolean take(Task<T> task) {
    Thread thread = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        watchdog.schedule(
            () -> {
              if (over.compareAndSet(false, true)) {
                startThread();
                thread.interrupt();
                task.emitter.fail(new TimeoutException("after " + task.limit));
              }
            },
            task.limit.toMillis(),
            TimeUnit.MILLISECONDS);
    boolean inTime = task.run(over);
    alarm.cancel(false);
    return inTime;
  }

  private static final class Task<T> implements Comparable<Task<?>> {
    private final int rank;
    private final long ticket;
    private final Duration limit;
    private final Callable<T> work;
    private final UniEmitter<? super T> emitter;

    Task(int rank, long ticket, Duration limit, Callable<T> work, UniEmitter<? super T> emitter) {
      this.rank = rank;
      this.ticket = ticket;
      this.limit = limit;
      this.work = work;
      this.emitter = emitter;
    }

    /** Runs the work; whether it ended in time. Whoever sets {@code over} first answers. */
    boolean run(AtomicBoolean over) {
      Runnable answer;
      try {
        T result = work.call();
        answer = () -> emitter.complete(result);
      } catch (Throwable failure) { // an Error of one document must not take the thread with it
        answer = () -> emitter.fail(failure);
      }
      boolean inTime = over.compareAndSet(false, true);
      if (inTime) {
        answer.run();
      }
      return inTime;
    }

    @Override
    public int compareTo(Task<?> other) {
      return rank != other.rank
          ? Integer.compare(other.rank, rank)
          : Long.compare(ticket, other.ticket);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}

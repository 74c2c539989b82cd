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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that computes or blocks: as many as there are processors. Its queue needs no
 * bound of its own, since each lane has at most one task in it.
 *
 * <p>Later stages go first: a document that is half done is finished before another is begun, which
 * keeps what is held in memory small and brings results early.
 *
 * <p>A task past its time limit is interrupted and its document fails; so is one that nobody waits
 * for any more. A thread that ignores the interrupt is written off and replaced, so that it holds
 * nobody else up. One that is long at a task gets a substitute, since it may hang: at most as many
 * as there are threads, so that short tasks go on beside long ones.
 */
@Singleton
public class WorkerPool {

  private final PriorityBlockingQueue<Task<?>> queue = new PriorityBlockingQueue<>();
  private final AtomicLong tickets = new AtomicLong();
  private final AtomicInteger started = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final int size;
  private final Duration slow;
  private final Semaphore substitutes;
  private volatile Runnable morePlaces = () -> {};
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cairn-watchdog").factory());

  WorkerPool(EngineConfig config) {
    size = config.workers().orElse(Runtime.getRuntime().availableProcessors());
    slow = config.slow();
    substitutes = new Semaphore(size);
    for (int i = 0; i < size; i++) {
      startThread();
    }
  }

  /** How many tasks may run at once now: those that are long do not count. */
  public int places() {
    return size + size - substitutes.availablePermits();
  }

  /** Whom to tell, on a thread of this pool, when there are more {@link #places} than before. */
  public void whenMorePlaces(Runnable action) {
    morePlaces = action;
  }

  /**
   * Runs a task when its turn comes. Who cancels no longer waits for it: it is not begun any more,
   * or interrupted and its thread replaced.
   *
   * @param rank a higher one goes first
   * @param limit time it may take once begun; fails with {@link TimeoutException} after
   */
  public <T> Uni<T> run(int rank, Duration limit, Callable<T> work) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Task<T> task = new Task<>(rank, tickets.incrementAndGet(), limit, work, emitter);
              emitter.onTermination(() -> forget(task));
              queue.add(task);
            });
  }

  /** Called when a task is answered too, which changes nothing then. */
  private void forget(Task<?> task) {
    if (!task.over.get()) {
      queue.remove(task);
      breakOff(task);
    }
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
    if (!task.begin()) {
      return true;
    }
    ScheduledFuture<?> alarm = after(task.limit, () -> late(task));
    ScheduledFuture<?> doubt = after(slow, () -> substitute(task));
    task.run();
    alarm.cancel(false);
    doubt.cancel(false);
    return endReplaced(task);
  }

  private ScheduledFuture<?> after(Duration delay, Runnable what) {
    return watchdog.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void late(Task<?> task) {
    if (breakOff(task)) {
      task.emitter.fail(new TimeoutException("after " + task.limit));
    }
  }

  /** Whether it was still to end; then its thread, if it has one, is interrupted and replaced. */
  private boolean breakOff(Task<?> task) {
    synchronized (task) {
      if (!task.over.compareAndSet(false, true)) {
        return false;
      }
      if (task.thread != null) {
        if (task.place == Place.ITS_OWN) {
          startThread();
        }
        giveBack(task);
        task.place = Place.NONE;
        task.thread.interrupt();
      }
      return true;
    }
  }

  /** Another thread takes its place in the pool while it goes on. */
  private void substitute(Task<?> task) {
    synchronized (task) {
      if (!task.over.get() && task.place == Place.ITS_OWN && substitutes.tryAcquire()) {
        task.place = Place.SUBSTITUTED;
        startThread();
        morePlaces.run();
      }
    }
  }

  /** Whether the thread that ran it still has its place. */
  private boolean endReplaced(Task<?> task) {
    synchronized (task) {
      giveBack(task);
      return task.place == Place.ITS_OWN;
    }
  }

  private void giveBack(Task<?> task) {
    if (task.place == Place.SUBSTITUTED) {
      substitutes.release();
      task.place = Place.NONE;
    }
  }

  /** Whose place in the pool the thread of a task has. */
  private enum Place {
    ITS_OWN,
    /** Another thread has it; when the task ends, its thread does too. */
    SUBSTITUTED,
    NONE
  }

  private static final class Task<T> implements Comparable<Task<?>> {
    private final int rank;
    private final long ticket;
    private final Duration limit;
    private final Callable<T> work;
    private final UniEmitter<? super T> emitter;

    /** Who sets it first has the say: the task itself, its alarm, or who waited for it. */
    private final AtomicBoolean over = new AtomicBoolean();

    private @Nullable Thread thread;
    private Place place = Place.ITS_OWN;

    Task(int rank, long ticket, Duration limit, Callable<T> work, UniEmitter<? super T> emitter) {
      this.rank = rank;
      this.ticket = ticket;
      this.limit = limit;
      this.work = work;
      this.emitter = emitter;
    }

    /** Whether it is still wanted; then it is this thread's. */
    synchronized boolean begin() {
      thread = Thread.currentThread();
      return !over.get();
    }

    /** Runs the work; its answer counts if it ends in time. */
    void run() {
      Runnable answer;
      try {
        T result = work.call();
        answer = () -> emitter.complete(result);
      } catch (Throwable failure) { // an Error of one document must not take the thread with it
        answer = () -> emitter.fail(failure);
      }
      if (over.compareAndSet(false, true)) {
        answer.run();
      }
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

package dev.cairn.engine;

import dev.cairn.job.Lease;
import dev.cairn.store.Work;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lease in hand: which of its documents are read, in flight, or finished. Ends exactly once, when
 * no document of it is in flight and none will be begun. Used on the engine's loop alone.
 */
final class Range {

  private final JobRun run;
  private final Consumer<Range> ended;
  private final ArrayDeque<Task> atHand = new ArrayDeque<>();
  private Lease lease;
  private long nextToRead;
  private long firstUnfinished;
  private int inFlight;
  private boolean reading;
  private boolean sharing;
  private boolean abandoned;
  private boolean lost;
  private boolean over;

  /**
   * @param ended told once, when the range can be finished or given back
   */
  Range(Lease lease, JobRun run, Consumer<Range> ended) {
    this.lease = lease;
    this.run = run;
    this.ended = ended;
    this.nextToRead = lease.first();
    this.firstUnfinished = lease.end();
  }

  Lease lease() {
    return lease;
  }

  JobRun run() {
    return run;
  }

  /** The next document at hand, or null. */
  @Nullable Task poll() {
    Task task = atHand.poll();
    if (task != null) {
      inFlight++;
    }
    return task;
  }

  /** Whether documents of the range are still to be read. */
  boolean unread() {
    return !abandoned && nextToRead < lease.end();
  }

  /** Whether its next page may be read now. */
  boolean readable() {
    return unread() && !reading && !sharing;
  }

  /** Where the next page begins; the page is on its way from now on. */
  long beginReading() {
    reading = true;
    return nextToRead;
  }

  /** A page has come. */
  void read(List<Work.Item> page, int asked) {
    reading = false;
    nextToRead = page.size() < asked ? lease.end() : page.getLast().document().seq() + 1;
    for (Work.Item item : page) {
      if (abandoned) {
        unfinished(item.document().seq());
      } else if (!item.finished()) {
        atHand.add(new Task(this, item.document(), item.nextStage()));
      }
    }
    endIfOver();
  }

  /** The page could not be read; it will be asked for again. */
  void unreadable() {
    reading = false;
    endIfOver();
  }

  /** How many documents at the end of the range no one has begun; 0 while a page is on its way. */
  long unbegun() {
    if (reading || sharing || abandoned || lease.ofJobItself()) {
      return 0;
    }
    Task first = atHand.peek();
    return lease.end() - (first == null ? nextToRead : first.document().seq());
  }

  /**
   * Lets go of the second half of what was not begun. The range does not end before {@link
   * #shared}.
   *
   * @return the lease as it was, and where it ends now
   */
  Cut cut() {
    Lease before = lease;
    long end = lease.end() - unbegun() / 2;
    lease =
        new Lease(before.job(), before.first(), end, before.fence(), before.trial(), before.redo());
    while (!atHand.isEmpty() && atHand.peekLast().document().seq() >= end) {
      atHand.removeLast();
    }
    nextToRead = Math.min(nextToRead, end);
    firstUnfinished = Math.min(firstUnfinished, end);
    sharing = true;
    return new Cut(before, end);
  }

  /**
   * A range that is shared.
   *
   * @param before the lease before
   * @param end its new end, from where on it is given away
   */
  record Cut(Lease before, long end) {}

  /** What was let go of is committed. */
  void shared() {
    sharing = false;
    endIfOver();
  }

  /** A document has left its lane. */
  void left(Task task, Lane.End end) {
    inFlight--;
    switch (end) {
      case FINISHED -> {}
      case GIVEN_BACK -> unfinished(task.document().seq());
      case LOST -> {
        lost = true;
        abandon();
      }
    }
    run.left(end == Lane.End.FINISHED);
    endIfOver();
  }

  /** Begins nothing more of this range. */
  void abandon() {
    if (!abandoned) {
      abandoned = true;
      if (nextToRead < lease.end()) {
        unfinished(nextToRead);
      }
      atHand.forEach(task -> unfinished(task.document().seq()));
      atHand.clear();
      endIfOver();
    }
  }

  private void unfinished(long seq) {
    firstUnfinished = Math.min(firstUnfinished, seq);
  }

  private void endIfOver() {
    if (!over && inFlight == 0 && !reading && !sharing && atHand.isEmpty() && !unread()) {
      over = true;
      ended.accept(this);
    }
  }

  /** First document that is not finished; the lease's end when all are. */
  long firstUnfinished() {
    return firstUnfinished;
  }

  /** Whether the lease has changed hands, so that nothing is left to do about it. */
  boolean lost() {
    return lost;
  }
}

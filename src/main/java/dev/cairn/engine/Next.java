package dev.cairn.engine;

import dev.cairn.job.Event;
import java.util.List;

/** What comes next for one follower of a job. */
public sealed interface Next {

  /**
   * Events in order without a gap; the one that follows the follower's place is among them, and
   * need not be the first.
   */
  record Page(Shared<List<Event>> events) implements Next {

    /** Number of the first. */
    public long first() {
      return events.value().getFirst().number();
    }

    /** Number of the last. */
    public long last() {
      return events.value().getLast().number();
    }

    /** Those behind a place. */
    public List<Event> after(long number) {
      List<Event> all = events.value();
      return all.subList((int) (number + 1 - first()), all.size());
    }
  }

  /** There is something, but no longer at hand: to be read with {@link Following#read}. */
  record Behind() implements Next {}

  /** Nothing yet; the follower will be woken. */
  record Wait() implements Next {}

  /** The job is finished and nothing is left. */
  record End() implements Next {}

  /** This server goes down, and the job goes on without it. */
  record Gone() implements Next {}
}

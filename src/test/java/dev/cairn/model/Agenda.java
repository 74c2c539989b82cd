package dev.cairn.model;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What is still to happen, and the virtual clock in milliseconds. Events of the same moment happen
 * in random order. Nothing ever waits: the clock jumps to the next event.
 */
final class Agenda {

  private record Event(long at, int tie, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Integer.compare(tie, other.tie);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>(64);
  private final SplittableRandom random;
  private final int rarity;
  private boolean calm;
  private long now;
  private long steps;

  Agenda(SplittableRandom random) {
    this.random = random;
    this.rarity = 8 << random.nextInt(5);
  }

  long now() {
    return now;
  }

  /** Events that have happened. */
  long steps() {
    return steps;
  }

  void in(long delay, Runnable action) {
    events.add(new Event(now + delay, random.nextInt(), action));
  }

  /** Lets the next event happen. */
  void step() {
    Event event = events.remove();
    now = event.at;
    steps++;
    event.action.run();
  }

  /**
   * How long something takes: from 1 to {@code usual} milliseconds, and once in a while, in some
   * runs more often than in others, up to {@code worst}.
   */
  long someTime(int usual, int worst) {
    boolean unlucky = !calm && random.nextInt(rarity) == 0;
    return 1L + random.nextInt(unlucky ? worst : usual);
  }

  /** From now on nothing takes unusually long. */
  void calm() {
    calm = true;
  }
}

package dev.cairn.engine;

import dev.cairn.job.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last so many events of a job, which are numbered without gaps. */
final class Ring {

  /** At 150 bytes each, 300 KiB for a followed job. */
  private static final int SIZE = 2_000;

  private final @Nullable Event[] slots = new @Nullable Event[SIZE];
  private long first = 1;
  private long last;

  /** Begins empty, after a number. */
  void begin(long number) {
    last = number;
    first = number + 1;
  }

  /** Number of the last event that was added, or after which the ring began. */
  long last() {
    return last;
  }

  void add(Event event) {
    if (event.number() != last + 1) {
      throw new IllegalStateException("event " + event.number() + " comes after " + last);
    }
    last = event.number();
    slots[slot(last)] = event;
    first = Math.max(first, last - SIZE + 1);
  }

  boolean endsWith(String type) {
    Event event = slots[slot(last)];
    return last >= first && event != null && event.type().equals(type);
  }

  /** Events after a number, at most so many; none when the next one is not kept (any more). */
  List<Event> after(long number, int most) {
    if (number + 1 < first) {
      return List.of();
    }
    long end = Math.min(last, number + most);
    List<Event> events = new ArrayList<>((int) Math.max(0, end - number));
    for (long n = number + 1; n <= end; n++) {
      Event event = slots[slot(n)];
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private static int slot(long number) {
    return (int) (number % SIZE);
  }
}

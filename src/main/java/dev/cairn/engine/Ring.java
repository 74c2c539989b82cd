package dev.cairn.engine;

import dev.cairn.job.Event;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last pages of a job's events, which are numbered without gaps; as many as an allowance of
 * bytes holds.
 */
final class Ring {

  /** Of an event on the heap without its data: record, type, and the frame around its data. */
  private static final int EVENT_BYTES = 200;

  private final ArrayDeque<Next.Page> pages = new ArrayDeque<>();
  private long bytes;
  private long last;

  /** Begins empty, after a number. */
  void begin(long number) {
    last = number;
  }

  /** Number of the last event that was added, or after which the ring began. */
  long last() {
    return last;
  }

  /**
   * Adds events, as a page.
   *
   * @throws IllegalStateException when they do not follow the last
   */
  Next.Page add(List<Event> events) {
    Next.Page page = new Next.Page(new Shared<>(events));
    if (page.first() != last + 1 || page.last() != last + events.size()) {
      throw new IllegalStateException("event " + page.first() + " comes after " + last);
    }
    pages.add(page);
    bytes += weight(page);
    last = page.last();
    return page;
  }

  /** Forgets the oldest pages but the last one, until the rest is within the allowance. */
  void trim(long allowance) {
    while (bytes > allowance && pages.size() > 1) {
      bytes -= weight(pages.remove());
    }
  }

  /** Data are held twice: as they are, and in the frames that are sent. */
  private static long weight(Next.Page page) {
    long weight = 0;
    for (Event event : page.events().value()) {
      weight += EVENT_BYTES + 2L * event.data().length();
    }
    return weight;
  }

  boolean endsWith(String type) {
    Next.Page page = pages.peekLast();
    return page != null && page.events().value().getLast().type().equals(type);
  }

  /** The page with the event that follows a number; null when it is not kept (any more). */
  Next.@Nullable Page after(long number) {
    // Most followers are at the last page or the one before it.
    for (Iterator<Next.Page> back = pages.descendingIterator(); back.hasNext(); ) {
      Next.Page page = back.next();
      if (page.first() <= number + 1) {
        return number < page.last() ? page : null;
      }
    }
    return null;
  }
}

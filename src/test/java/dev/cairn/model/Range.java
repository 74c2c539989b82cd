package dev.cairn.model;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;

/**
 * A lease in hand: which of its documents are to be begun, in flight, or not finished. Ends once,
 * when none is in flight and none will be begun.
 */
final class Range {

  private static final int NONE = Integer.MAX_VALUE;

  private final Grant grant;
  private final ArrayDeque<Transactions.Task> atHand = new ArrayDeque<>();
  private final TreeSet<Integer> inFlight = new TreeSet<>();
  private int end;
  private int firstUnfinished = NONE;
  private boolean busy = true;
  private boolean abandoned;
  private boolean lost;
  private boolean over;

  /** Its documents are still to be read. */
  Range(Grant grant) {
    this.grant = grant;
    this.end = grant.span().end();
  }

  Grant grant() {
    return grant;
  }

  /** Its documents have been read. */
  void read(List<Transactions.Task> tasks) {
    busy = false;
    atHand.addAll(tasks);
    if (abandoned) {
      dropAll();
    }
  }

  boolean hasNext() {
    return !atHand.isEmpty();
  }

  Transactions.Task begin() {
    Transactions.Task task = atHand.remove();
    inFlight.add(task.seq());
    return task;
  }

  /** Nothing is left to do about a document, under this lease. */
  void finished(int seq) {
    inFlight.remove(seq);
  }

  /** A document was halted between two stages. */
  void halted(int seq) {
    inFlight.remove(seq);
    unfinished(seq);
  }

  /** Begins nothing more. */
  void abandon() {
    abandoned = true;
    dropAll();
  }

  private void dropAll() {
    atHand.forEach(task -> unfinished(task.seq()));
    atHand.clear();
  }

  /** Another holds the lease now. */
  void lose() {
    lost = true;
    abandon();
  }

  private void unfinished(int seq) {
    firstUnfinished = Math.min(firstUnfinished, seq);
  }

  boolean abandoned() {
    return abandoned;
  }

  boolean lost() {
    return lost;
  }

  /** Whether it is over now, and was not when asked before. */
  boolean endsNow() {
    boolean ends = !over && !busy && atHand.isEmpty() && inFlight.isEmpty();
    over |= ends;
    return ends;
  }

  boolean allFinished() {
    return firstUnfinished == NONE;
  }

  int firstUnfinished() {
    return firstUnfinished;
  }

  /** The first document in flight, or that one when none is. */
  int firstInFlight(int otherwise) {
    return inFlight.isEmpty() ? otherwise : inFlight.first();
  }

  /** Whether there is a document at hand to cut before, and one before it to keep. */
  boolean divisible() {
    return !busy && !abandoned && atHand.size() > 1;
  }

  /** The last document at hand. */
  int last() {
    return atHand.getLast().seq();
  }

  /** Leaves documents from there on to others, and tells which; busy until that is committed. */
  Span cutFrom(int middle) {
    busy = true;
    atHand.removeIf(task -> task.seq() >= middle);
    Span tail = new Span(grant.span().job(), middle, end);
    end = middle;
    return tail;
  }

  void cutDone() {
    busy = false;
  }
}

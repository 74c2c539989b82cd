package dev.cairn.engine;

import dev.cairn.pipeline.Limit;
import dev.cairn.store.Permits;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Lets no more through at once than this node's share of what the cluster may do, and none before a
 * slot is due where it may do only so many a second. Used on the engine's loop alone.
 */
final class Gate {

  /** Slots reserved at once, at most: some that are not used in the end are lost to all. */
  private static final int MOST_SLOTS = 100;

  private final String name;
  private final Limit limit;
  private final Consumer<Gate> ask;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int share;
  private int inside;
  private int used;
  private int slots;
  private int slotsAsked;
  private boolean asked;

  /**
   * @param ask called when someone waits who might be let in if the share were larger
   */
  Gate(String name, Limit limit, Consumer<Gate> ask) {
    this.name = name;
    this.limit = limit;
    this.ask = ask;
    this.share = limit.atOnce().isPresent() ? 0 : Integer.MAX_VALUE;
  }

  String name() {
    return name;
  }

  double perSecond() {
    return limit.perSecond().orElseThrow();
  }

  /** Calls back, now or later, when the caller may go through. */
  void enter(Runnable through) {
    waiting.add(through);
    letIn();
  }

  /** Whether the caller was still waiting; then it will not be called back. */
  boolean leaveQueue(Runnable through) {
    return waiting.remove(through);
  }

  /** Who went through is done. */
  void leave() {
    inside--;
    letIn();
  }

  private void letIn() {
    while (!waiting.isEmpty() && !asked && inside < share && slotFree()) {
      inside++;
      slots--;
      waiting.remove().run();
    }
    if (!waiting.isEmpty()) {
      ask.accept(this);
    }
  }

  private boolean slotFree() {
    return limit.perSecond().isEmpty() || slots > 0;
  }

  /** Whether this node's share should be asked for. */
  boolean wantsShare() {
    return limit.atOnce().isPresent() && !asked && (inside + waiting.size() > 0 || share > 0);
  }

  /** Nobody is let in until the answer: it may take back what is not used now. */
  Permits.Ask asking() {
    asked = true;
    used = inside;
    return new Permits.Ask(name, limit.atOnce().orElseThrow(), inside, inside + waiting.size());
  }

  /** The share as it is now. */
  void share(int granted) {
    asked = false;
    if (limit.atOnce().isPresent()) {
      share = granted;
      while (!waiting.isEmpty() && inside < share && slotFree()) {
        letIn();
      }
    }
  }

  /** Whether slots should be reserved. */
  boolean wantsSlots() {
    return limit.perSecond().isPresent() && waiting.size() > Math.max(0, slots) + slotsAsked;
  }

  int askingSlots() {
    int most = (int) Math.clamp(Math.ceil(perSecond()), 1, MOST_SLOTS);
    int runs = Math.min(most, waiting.size() - Math.max(0, slots) - slotsAsked);
    slotsAsked += runs;
    return runs;
  }

  /** A reserved slot is due. */
  void slot() {
    slotsAsked--;
    slots = Math.max(0, slots) + 1;
    letIn();
  }

  /** Nothing is known to have come of asking: no more than was used then is surely ours. */
  void unanswered() {
    if (asked) {
      share = Math.min(share, used);
    }
    asked = false;
    slotsAsked = 0;
  }
}

package dev.cairn.it;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the outside knows of a cluster: the submissions that were acknowledged, what was not as
 * promised, and when a node could not hear what the others did. Written by any thread.
 */
final class Ledger {

  /**
   * How long a node that comes back may take to hear that its documents were given away: one
   * heartbeat and the delays of a busy machine.
   */
  private static final Duration HEARS_WITHIN = Duration.ofSeconds(5);

  /**
   * An acknowledged submission.
   *
   * @param like what it must come to
   * @param subscribers who follow it, from node to node
   */
  record Order(String job, Undisturbed like, List<Subscriber> subscribers) {

    boolean ended() {
      return subscribers.stream().allMatch(Subscriber::ended);
    }
  }

  private record Deaf(int node, Instant from, Instant until) {

    boolean holds(int which, Instant at) {
      return which == node && !at.isBefore(from) && at.isBefore(until);
    }
  }

  private final List<Order> orders = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<Deaf> deaf = new CopyOnWriteArrayList<>();
  private final List<Deaf> still = new CopyOnWriteArrayList<>();
  private final AtomicInteger unanswered = new AtomicInteger();

  void acknowledged(Order order) {
    orders.add(order);
  }

  /** A submission got no answer: nobody knows whether it was taken. */
  void unanswered() {
    unanswered.incrementAndGet();
  }

  int unansweredSubmissions() {
    return unanswered.get();
  }

  void complain(String what) {
    complaints.add(what);
  }

  /**
   * A node stood still, or could not reach its database, for so long that others might rescue its
   * work. Until it hears of that it may begin stages of documents it lost; it can't commit them.
   */
  void deaf(int node, Instant from) {
    deaf.add(new Deaf(node, from, Instant.now().plus(HEARS_WITHIN)));
  }

  /** A node's process was stopped until now. */
  void stoodStill(int node, Instant from) {
    still.add(new Deaf(node, from, Instant.now().plus(HEARS_WITHIN)));
  }

  /** Whether a node could not know at that time what others had committed. */
  boolean couldNotKnow(int node, Instant at) {
    return deaf.stream().anyMatch(time -> time.holds(node, at));
  }

  /** Whether a node's process was stopped at that time, or had just been woken. */
  boolean couldNotMove(int node, Instant at) {
    return still.stream().anyMatch(time -> time.holds(node, at));
  }

  List<Order> orders() {
    return List.copyOf(orders);
  }

  /** What was not as promised, of subscribers too. */
  List<String> complaints() {
    List<String> all = new ArrayList<>(complaints);
    orders.forEach(
        order ->
            order
                .subscribers()
                .forEach(
                    subscriber ->
                        subscriber
                            .complaints()
                            .forEach(what -> all.add("events of " + order.job() + ": " + what))));
    return all;
  }
}

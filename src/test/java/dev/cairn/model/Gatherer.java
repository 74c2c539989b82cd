package dev.cairn.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes what finished while the last writes were in flight as one group. A group that meets a row
 * of its key is halved, until that row stands alone.
 */
final class Gatherer {

  private static final int CONNECTIONS = 2;
  private static final int LARGEST = 5;

  private final Server server;
  private final World world;
  private final ArrayDeque<Result> queue = new ArrayDeque<>();
  private final Map<Result, Consumer<Boolean>> waiters = new LinkedHashMap<>();
  private int writing;

  Gatherer(Server server, World world) {
    this.server = server;
    this.world = world;
  }

  /**
   * Writes a result with the next group.
   *
   * @param answered told whether it is committed, or else refused because the lease has changed
   *     hands
   */
  void submit(Result result, Consumer<Boolean> answered) {
    waiters.put(result, answered);
    queue.add(result);
    flush();
  }

  private void flush() {
    while (!queue.isEmpty() && writing < CONNECTIONS) {
      write(nextGroup());
    }
  }

  /** All of one node: what a node did before it was declared dead goes by its old id. */
  private List<Result> nextGroup() {
    List<Result> group = new ArrayList<>();
    int node = queue.getFirst().grant().fence().node();
    while (!queue.isEmpty()
        && group.size() < LARGEST
        && queue.getFirst().grant().fence().node() == node) {
      group.add(queue.remove());
    }
    return group;
  }

  private void write(List<Result> group) {
    writing++;
    world.wire().ask(server, () -> new Commit(world.tables(), group), this::written);
  }

  private void written(Commit commit) {
    writing--;
    List<Result> group = commit.group();
    world.note("node %d: %s %s", server.id(), commit.answer(), group);
    switch (commit.answer()) {
      case COMMITTED -> group.forEach(result -> answer(result, true));
      case FENCED -> {
        List<Result> others = new ArrayList<>(group);
        others.removeAll(commit.stale());
        if (!others.isEmpty()) {
          write(others);
        }
        commit.stale().forEach(result -> answer(result, false));
      }
      case CONFLICT -> halve(group);
    }
    flush();
  }

  private void halve(List<Result> group) {
    if (group.size() > 1) {
      int middle = group.size() / 2;
      write(group.subList(0, middle));
      write(group.subList(middle, group.size()));
      return;
    }
    Result alone = group.getFirst();
    world
        .wire()
        .ask(
            server,
            () -> world.transactions().recall(alone),
            there -> {
              world.judge().isItsOwn(there.answer(), alone);
              answer(alone, true);
            });
  }

  private void answer(Result result, boolean committed) {
    Consumer<Boolean> waiter = waiters.remove(result);
    if (waiter != null) {
      waiter.accept(committed);
    }
  }
}

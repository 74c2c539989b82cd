package dev.cairn.model;

import dev.cairn.job.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One run: what is to be done, and what goes wrong meanwhile. Together with the seed, which decides
 * the order of all events and how long all takes, it determines the run.
 *
 * @param nodes that are there from the beginning
 */
record Scenario(long seed, int nodes, List<Plan> jobs, List<Fault> faults, List<Order> orders) {

  /** Most jobs are through by then if nothing goes wrong. */
  private static final int SPAN = 8_000;

  private static final int BUSIEST = 2_000;

  private static final List<Command> COMMANDS = List.of(Command.values());
  private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.values());

  /** A command given to a job. */
  record Order(long at, Command command, int job) {}

  Scenario {
    jobs = List.copyOf(jobs);
    faults = List.copyOf(faults);
    orders = List.copyOf(orders);
  }

  static Scenario random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Plan> jobs = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      jobs.add(
          new Plan(
              1 + random.nextInt(20),
              1 + random.nextInt(3),
              random.nextInt(3) - random.nextInt(2) > 0 ? 1 : 0,
              random.nextLong()));
    }
    List<Order> orders = new ArrayList<>();
    for (int i = random.nextInt(6) - 1; i > 0; i--) {
      Command command = COMMANDS.get(random.nextInt(COMMANDS.size()));
      int at = random.nextInt(random.nextBoolean() ? BUSIEST : SPAN);
      orders.add(new Order(at, command, random.nextInt(jobs.size())));
    }
    return new Scenario(seed, 1 + random.nextInt(3), jobs, faults(random), orders);
  }

  private static List<Fault> faults(SplittableRandom random) {
    List<Fault> faults = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      Fault.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      long length = random.nextInt(random.nextBoolean() ? 1_000 : 2 * SPAN);
      int at = random.nextInt(random.nextBoolean() ? BUSIEST : SPAN);
      faults.add(new Fault(at, kind, random.nextInt(4), length));
    }
    faults.sort(Comparator.comparingLong(Fault::at));
    return faults;
  }

  /** The moment after which nothing goes wrong any more. */
  long end() {
    long end = 0;
    for (Fault fault : faults) {
      end = Math.max(end, fault.at() + fault.length());
    }
    for (Order order : orders) {
      end = Math.max(end, order.at());
    }
    return end;
  }

  Scenario withSeed(long other) {
    return new Scenario(other, nodes, jobs, faults, orders);
  }

  /** The same work, undisturbed on one node. */
  Scenario undisturbed() {
    return new Scenario(seed, 1, jobs, List.of(), List.of());
  }

  /** The same without commands whose moment may change what a job comes to. */
  Scenario repeatable() {
    List<Order> harmless =
        orders.stream()
            .filter(o -> o.command() == Command.PAUSE || o.command() == Command.RESUME)
            .toList();
    return new Scenario(seed, nodes, jobs, faults, harmless);
  }

  @Override
  public String toString() {
    return "seed %dL, %d nodes%n  jobs %s%n  faults %s%n  orders %s"
        .formatted(seed, nodes, jobs, faults, orders);
  }
}

package dev.cairn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Looks for a run that breaks a promise, and for the smallest run that breaks the same. */
final class Search {

  /** Orders of events tried for each smaller scenario before it counts as sound. */
  private static final int ORDERS_TRIED = 30;

  /**
   * What was looked at.
   *
   * @param runs scenarios that kept all promises
   * @param steps of all of them together
   * @param found the first that broke one
   */
  record Found(long runs, long steps, Optional<Breach> found) {}

  /**
   * A run that breaks a promise.
   *
   * @param seed of the run in which the breach was found, before it was made smaller
   */
  record Breach(long seed, Scenario scenario, String promise, String steps) {
    @Override
    public String toString() {
      String found =
          "found with -Dcairn.model.seed=%d -Dcairn.model.steps=1, made smaller to".formatted(seed);
      return "%s%n%s%n%s%nits last steps:%n%s".formatted(promise, found, scenario, steps);
    }
  }

  private final Protocol protocol;

  Search(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Tries scenario after scenario, until one breaks a promise or so many steps are done. */
  Found upTo(long steps, long firstSeed) {
    long done = 0;
    long seed = firstSeed;
    while (done < steps) {
      Scenario scenario = Scenario.random(seed);
      World world = new World(scenario, protocol, Trace.off());
      try {
        world.run();
      } catch (Violation violation) {
        return new Found(seed - firstSeed, done, Optional.of(shrink(scenario, violation)));
      }
      done += world.agenda().steps();
      seed++;
    }
    return new Found(seed - firstSeed, done, Optional.empty());
  }

  /** Leaves out what can be left out, as long as the same promise is still broken. */
  private Breach shrink(Scenario scenario, Violation violation) {
    String kind = kind(violation);
    Scenario smallest = scenario;
    Optional<Scenario> smaller = Optional.of(scenario);
    while (smaller.isPresent()) {
      smallest = smaller.get();
      smaller = smallerThan(smallest, kind);
    }
    Breach breach = breach(smallest).orElseThrow();
    return new Breach(scenario.seed(), smallest, breach.promise(), breach.steps());
  }

  private Optional<Scenario> smallerThan(Scenario scenario, String kind) {
    for (Scenario smaller : candidates(scenario)) {
      for (long i = 0; i < ORDERS_TRIED; i++) {
        Scenario tried = smaller.withSeed(scenario.seed() + i);
        if (breach(tried).filter(breach -> breach.promise().startsWith(kind)).isPresent()) {
          return Optional.of(tried);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Breach> breach(Scenario scenario) {
    Trace trace = Trace.recording();
    try {
      new World(scenario, protocol, trace).run();
      return Optional.empty();
    } catch (Violation violation) {
      return Optional.of(
          new Breach(scenario.seed(), scenario, violation.promise(), trace.toString()));
    }
  }

  /** Numbers differ from run to run. */
  private static String kind(Violation violation) {
    return violation.promise().split("[0-9:]", 2)[0];
  }

  private static List<Scenario> candidates(Scenario s) {
    List<Scenario> smaller = new ArrayList<>();
    without(s.faults())
        .forEach(f -> smaller.add(new Scenario(s.seed(), s.nodes(), s.jobs(), f, s.orders())));
    without(s.orders())
        .forEach(o -> smaller.add(new Scenario(s.seed(), s.nodes(), s.jobs(), s.faults(), o)));
    if (s.jobs().size() > 1) {
      List<Scenario.Order> orders = s.orders().stream().filter(o -> o.job() == 0).toList();
      smaller.add(new Scenario(s.seed(), s.nodes(), s.jobs().subList(0, 1), s.faults(), orders));
    }
    if (s.nodes() > 1) {
      smaller.add(new Scenario(s.seed(), s.nodes() - 1, s.jobs(), s.faults(), s.orders()));
    }
    simpler(smaller, s, p -> new Plan(p.documents() / 2, p.stages(), p.ownStages(), p.seed()));
    simpler(smaller, s, p -> new Plan(p.documents() - 1, p.stages(), p.ownStages(), p.seed()));
    simpler(smaller, s, p -> new Plan(p.documents(), p.stages() - 1, p.ownStages(), p.seed()));
    simpler(smaller, s, p -> new Plan(p.documents(), p.stages(), p.ownStages() - 1, p.seed()));
    return smaller;
  }

  private static void simpler(List<Scenario> smaller, Scenario s, UnaryOperator<Plan> how) {
    List<Plan> plans = s.jobs().stream().map(how).toList();
    if (plans.stream().allMatch(p -> p.documents() > 0 && p.stages() > 0 && p.ownStages() >= 0)) {
      smaller.add(new Scenario(s.seed(), s.nodes(), plans, s.faults(), s.orders()));
    }
  }

  private static <T> List<List<T>> without(List<T> all) {
    List<List<T>> lists = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<T> less = new ArrayList<>(all);
      less.remove(i);
      lists.add(less);
    }
    return lists;
  }
}

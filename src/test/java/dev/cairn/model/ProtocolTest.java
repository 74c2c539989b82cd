package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The protocol as it is meant, under random schedules. {@code -Dcairn.model.steps=100000000} tries
 * more of them, {@code -Dcairn.model.seed=42} others.
 */
class ProtocolTest {

  private static final long STEPS = Long.getLong("cairn.model.steps", 1_000_000);
  private static final long SEED = Long.getLong("cairn.model.seed", 1);
  private static final int SCHEDULES = 500;
  private static final Protocol PROTOCOL = new Protocol();

  @Test
  void noScheduleBreaksAPromise() {
    long start = System.nanoTime();
    Search.Found found = new Search(PROTOCOL).upTo(STEPS, SEED);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(found.found()).as("a broken promise").isEmpty();
    System.out.printf(
        "%,d runs kept all promises, %,d steps, %,.0f a second%n",
        found.runs(), found.steps(), found.steps() / seconds);
  }

  @Test
  void twoSchedulesOfTheSameInputComeToTheSame() {
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      Scenario scenario = Scenario.random(seed).repeatable();
      assertThat(results(scenario)).as("%s", scenario).isEqualTo(results(scenario.undisturbed()));
    }
  }

  @Test
  void theSameSeedIsTheSameRun() {
    Scenario scenario = Scenario.random(SEED);
    assertThat(recorded(scenario)).isNotEmpty().isEqualTo(recorded(scenario));
  }

  private static String results(Scenario scenario) {
    World world = new World(scenario, PROTOCOL, Trace.off());
    world.run();
    return world.results();
  }

  private static String recorded(Scenario scenario) {
    Trace trace = Trace.recording();
    new World(scenario, PROTOCOL, trace).run();
    return trace.toString();
  }
}

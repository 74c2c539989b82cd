package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  @Property
  void whatIsInFlightNeverExceedsTheBudgetAndEveryoneGetsATurn(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 0, max = 200) Long> sizes) {
    ByteBudget budget = new ByteBudget(100);
    List<Long> inFlight = new ArrayList<>();
    int[] served = {0};
    for (long size : sizes) {
      budget.acquire(
          size,
          taken -> {
            served[0]++;
            inFlight.add(taken);
          });
      assertThat(inFlight.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(100);
    }
    while (!inFlight.isEmpty()) {
      budget.release(inFlight.removeFirst());
      assertThat(inFlight.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(100);
    }
    assertThat(served[0]).isEqualTo(sizes.size());
  }

  @Test
  void aLargeDocumentIsNotPassedByForEver() {
    ByteBudget budget = new ByteBudget(100);
    List<String> order = new ArrayList<>();
    budget.acquire(60, taken -> order.add("first"));
    budget.acquire(1_000, taken -> order.add("large"));
    budget.acquire(1, taken -> order.add("small"));
    assertThat(order).containsExactly("first");
    budget.release(60);
    assertThat(order).containsExactly("first", "large");
    budget.release(100);
    assertThat(order).containsExactly("first", "large", "small");
  }
}

package dev.cairn.cli;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Documents a minute of each stage of late; the server tells only the whole. */
final class StageRates {

  private final Clock clock;
  private final Map<String, Rate> rates = new HashMap<>();

  StageRates(Clock clock) {
    this.clock = clock;
  }

  void take(List<StageCount> stages) {
    for (StageCount stage : stages) {
      rates.computeIfAbsent(stage.name(), name -> new Rate(clock)).take(stage.ended());
    }
  }

  OptionalDouble perMinute(String stage) {
    Rate rate = rates.get(stage);
    OptionalDouble perSecond = rate == null ? OptionalDouble.empty() : rate.perSecond();
    return perSecond.isPresent()
        ? OptionalDouble.of(perSecond.getAsDouble() * 60)
        : OptionalDouble.empty();
  }
}

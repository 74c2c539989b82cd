package dev.cairn.engine;

import dev.cairn.pipeline.Limit;
import dev.cairn.store.Permits;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The gates before pipelines and stages of which the whole cluster may run only so many; most have
 * none. Used on the engine's loop alone.
 */
@Singleton
final class Limits {

  private static final Logger LOG = Logger.getLogger(Limits.class);

  private final LimitConfig config;
  private final Permits permits;
  private final EngineLoop loop;
  private final Map<String, Optional<Gate>> gates = new HashMap<>();
  private long node;

  Limits(LimitConfig config, Permits permits, EngineLoop loop) {
    this.config = config;
    this.permits = permits;
    this.loop = loop;
  }

  /** Says for whom shares are asked for; a node that begins anew has none. */
  void serve(long node) {
    this.node = node;
    gates.values().forEach(gate -> gate.ifPresent(each -> each.share(0)));
  }

  /**
   * The gate of that name, or null when there is no limit.
   *
   * @param own what the pipeline says itself
   */
  @Nullable Gate gate(String name, Limit own) {
    return gates.computeIfAbsent(name, key -> closed(key, limit(key, own))).orElse(null);
  }

  private Limit limit(String name, Limit own) {
    Integer atOnce = config.atOnce().get(name);
    Double perSecond = config.perSecond().get(name);
    return new Limit(
        atOnce == null ? own.atOnce() : OptionalInt.of(atOnce),
        perSecond == null ? own.perSecond() : OptionalDouble.of(perSecond));
  }

  private Optional<Gate> closed(String name, Limit limit) {
    return limit.equals(Limit.NONE)
        ? Optional.empty()
        : Optional.of(new Gate(name, limit, this::ask));
  }

  /** Asks for the shares of all gates that are used or waited at; at each heartbeat. */
  void renew() {
    new ArrayList<>(gates.values()).forEach(gate -> gate.ifPresent(this::ask));
  }

  private void ask(Gate gate) {
    if (gate.wantsShare()) {
      permits
          .share(node, gate.asking())
          .emitOn(loop)
          .subscribe()
          .with(gate::share, failure -> unanswered(gate, failure));
    }
    if (gate.wantsSlots()) {
      int runs = gate.askingSlots();
      permits
          .reserve(gate.name(), runs, gate.perSecond())
          .emitOn(loop)
          .subscribe()
          .with(slots -> open(gate, slots, runs), failure -> unanswered(gate, failure));
    }
  }

  private void open(Gate gate, Permits.Slots slots, int runs) {
    for (int i = 0; i < runs; i++) {
      loop.later(slots.first().plus(slots.gap().multipliedBy(i)), gate::slot);
    }
  }

  /** Asked again at the next heartbeat. */
  private static void unanswered(Gate gate, Throwable failure) {
    LOG.debugf("No share of %s: %s", gate.name(), failure);
    gate.unanswered();
  }
}

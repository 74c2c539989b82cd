package dev.cairn.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** Shows whether this node can work: 1, or 0 while it has the trouble that readiness tells of. */
@Singleton
class NodeMeter implements MeterBinder {

  private final Engine engine;

  NodeMeter(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("cairn.node.ready", engine, node -> node.trouble().isEmpty() ? 1 : 0)
        .description("Whether this node reaches its database and results are taken")
        .register(registry);
  }
}

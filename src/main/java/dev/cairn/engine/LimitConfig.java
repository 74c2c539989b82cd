package dev.cairn.engine;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/**
 * What the whole cluster may do at once or in a second, by pipeline ({@code news}) or stage ({@code
 * news.annotate}); wins over what the pipelines say themselves. Must be the same on all nodes.
 */
@ConfigMapping(prefix = "cairn.limits")
public interface LimitConfig {

  /** Runs at the same time. */
  Map<String, Integer> atOnce();

  /** Runs begun a second. */
  Map<String, Double> perSecond();
}

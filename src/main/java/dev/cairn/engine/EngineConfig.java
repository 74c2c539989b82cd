package dev.cairn.engine;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Bounds of the engine; each has a default that suits a laptop and a server. */
@ConfigMapping(prefix = "cairn.engine")
public interface EngineConfig {

  /** Most documents in flight on this node. */
  @WithDefault("4096")
  int lanes();

  /** Threads for stages that compute; one for each processor when absent. */
  OptionalInt workers();

  /** A task that takes longer gets a thread on top, so that a hanging one holds no other up. */
  @WithDefault("10s")
  Duration slow();

  /** Most bytes of documents in flight; a larger document goes alone. */
  @WithDefault("64M")
  MemorySize bytesInFlight();

  /** How many groups of results may be on their way to the database at once. */
  @WithDefault("3")
  int commitConnections();

  /** Most results in one group. */
  @WithDefault("1000")
  int groupSize();

  /** What a stage hands on is kept in its checkpoint up to this size, else in the blob store. */
  @WithDefault("256K")
  MemorySize inlineLimit();

  /** How often a node that holds documents says that it is alive. */
  @WithDefault("500ms")
  Duration heartbeat();

  /**
   * How often a node does that has nothing to do; it is woken when there is something. A little
   * above 2 s, so that with what retention asks once a minute it stays below a statement in 2 s.
   */
  @WithDefault("2300ms")
  Duration idleHeartbeat();

  /** A node not heard of for so long is dead, and its documents are taken over. */
  @WithDefault("6s")
  Duration silence();

  /** A node whose connection is gone is dead when it was not heard of for so long. */
  @WithDefault("1s")
  Duration vanished();

  /** How long stages at work may go on when their job is paused or stopped. */
  @WithDefault("1500ms")
  Duration patience();

  /** Whether no other node can exist, so that all leases found at start are orphans. */
  @WithDefault("false")
  boolean alone();

  /** How long a node that shuts down waits for stages in flight before it gives them up. */
  @WithDefault("10s")
  Duration grace();
}

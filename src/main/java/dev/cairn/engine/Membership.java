package dev.cairn.engine;

import dev.cairn.job.Rescued;
import dev.cairn.job.UploadsWaiting;
import dev.cairn.store.Nodes;
import dev.cairn.store.Presence;
import dev.cairn.store.Rescue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** This node among the others. */
@Singleton
class Membership {

  private final Nodes nodes;
  private final Rescue rescue;
  private final JobRuns known;
  private final Event<UploadsWaiting> waiting;

  Membership(Nodes nodes, Rescue rescue, JobRuns known, Event<UploadsWaiting> waiting) {
    this.nodes = nodes;
    this.rescue = rescue;
    this.known = known;
    this.waiting = waiting;
  }

  Uni<Long> register() {
    return nodes.register("pid " + ProcessHandle.current().pid() + " at " + host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  /** See {@link Nodes#beat}; uploads that wait to be split are told to whom it concerns. */
  Uni<Optional<Nodes.Pulse>> beat(long node, boolean hungry) {
    return nodes
        .beat(node, hungry, known.plans())
        .invoke(
            pulse -> {
              if (pulse.isPresent() && pulse.get().news().contains(Nodes.News.UNSPLIT)) {
                waiting.fireAsync(new UploadsWaiting());
              }
            });
  }

  Uni<Presence> show(long node, Consumer<Boolean> heard) {
    return nodes.show(node, heard);
  }

  Uni<List<Rescued>> rescue(long node, Rescue.Patience patience) {
    return rescue.free(node, patience);
  }

  Uni<Void> leave(long node) {
    return rescue.leave(node);
  }
}

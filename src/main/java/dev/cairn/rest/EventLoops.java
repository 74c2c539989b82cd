package dev.cairn.rest;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The event loops on which there are streams; as many as the server has threads for them. */
@Singleton
final class EventLoops {

  private final Vertx vertx;
  private final ConcurrentMap<Thread, EventLoop> loops = new ConcurrentHashMap<>();

  EventLoops(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The one of the request that is answered here. */
  EventLoop here() {
    // Not that of the request, which would be kept as long as the server lives.
    Context root = VertxContext.getRootContext(vertx.getOrCreateContext());
    return Context.isOnEventLoopThread()
        ? loops.computeIfAbsent(Thread.currentThread(), thread -> new EventLoop(root))
        : new EventLoop(root);
  }
}

package dev.cairn.rest;

import dev.cairn.engine.EventFeed;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Begins an {@link EventStream}. It goes straight to the connection: at ten thousand streams a
 * subscription, a timer and a copy for each chunk of each were most of the cost.
 */
@Provider
@Produces(MediaType.WILDCARD)
public class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {

  private final EventFeed feed;
  private final Frames frames;
  private final Heartbeats heartbeats;
  private final EventLoops loops;

  EventStreamWriter(EventFeed feed, Frames frames, Heartbeats heartbeats, EventLoops loops) {
    this.feed = feed;
    this.frames = frames;
    this.heartbeats = heartbeats;
    this.loops = loops;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return EventStream.class == type;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return EventStream.class == type;
  }

  @Override
  public void writeResponse(EventStream body, Type genericType, ServerRequestContext context) {
    ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
    if (HttpMethod.HEAD.name().equals(request.getMethod())) {
      context.serverResponse().end();
      return;
    }
    request.suspend();
    HttpServerResponse response = request.unwrap(HttpServerResponse.class);
    response.setChunked(true);
    EventClient client =
        new EventClient(response, loops.here(), request::resume, feed.follow(body.job()), frames);
    heartbeats.add(client);
    response.closeHandler(closed -> client.gone());
    client.begin(frames.hello(body.snapshot()), body.after());
    if (response.closed()) { // while the job was looked up
      client.gone();
    }
  }

  @Override
  public void writeTo(
      EventStream body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("only this server sends streams");
  }
}

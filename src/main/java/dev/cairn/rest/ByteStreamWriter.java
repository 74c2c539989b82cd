package dev.cairn.rest;

import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@link ByteStream}. Quarkus can stream a {@code Multi} by itself, but then status, media
 * type and framing are fixed by annotations; ours depend on the request.
 */
@Provider
@Produces(MediaType.WILDCARD)
public class ByteStreamWriter implements ServerMessageBodyWriter<ByteStream> {

  private static final Logger LOG = Logger.getLogger(ByteStreamWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return ByteStream.class == type;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return ByteStream.class == type;
  }

  @Override
  public void writeResponse(ByteStream body, Type genericType, ServerRequestContext context) {
    ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
    ServerHttpResponse response = context.serverResponse();
    if (HttpMethod.HEAD.name().equals(request.getMethod())) {
      response.end();
      return;
    }
    request.suspend();
    response.setChunked(true);
    Sending sending = new Sending(request, response);
    response.addCloseHandler(sending::cancel);
    body.chunks().subscribe().withSubscriber(sending);
  }

  @Override
  public void writeTo(
      ByteStream body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("only this server sends streams");
  }

  /** One answer on its way: the next chunk is asked for when the last one has left. */
  private static final class Sending implements MultiSubscriber<byte[]> {
    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private volatile Flow.@Nullable Subscription subscription;
    private final AtomicBoolean over = new AtomicBoolean();

    Sending(ResteasyReactiveRequestContext request, ServerHttpResponse response) {
      this.request = request;
      this.response = response;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (over.get()) {
        given.cancel();
      } else {
        given.request(1);
      }
    }

    @Override
    public void onItem(byte[] chunk) {
      response.write(chunk, this::written);
    }

    private void written(@Nullable Throwable failure) {
      Flow.Subscription present = subscription;
      if (failure != null) {
        cancel();
      } else if (present != null) {
        present.request(1);
      }
    }

    @Override
    public void onCompletion() {
      if (over.compareAndSet(false, true)) {
        response.end();
        request.resume();
      }
    }

    /** The status is sent already; only a body that breaks off can tell that it is not whole. */
    @Override
    public void onFailure(Throwable failure) {
      if (over.compareAndSet(false, true)) {
        boolean expected = failure instanceof CancellationException;
        LOG.logf(
            expected ? Logger.Level.DEBUG : Logger.Level.WARN, "An answer breaks off: %s", failure);
        response.reset();
        request.resume();
      }
    }

    /** The client is gone. */
    void cancel() {
      if (over.compareAndSet(false, true)) {
        Flow.Subscription present = subscription;
        if (present != null) {
          present.cancel();
        }
        request.resume();
      }
    }
  }
}

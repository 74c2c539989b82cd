package dev.cairn.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The body of a request, of which nothing is read before someone is ready for it. Made on the event
 * loop of the request, at once: a body that nobody holds back is lost.
 */
final class RequestBody {

  /**
   * How long we listen to a client that sends on after we refused. Most clients look at the answer
   * only when they have sent all, or fail when the connection is cut under them.
   */
  private static final long PATIENCE_MILLIS = 2_000;

  private final HttpServerRequest request;
  private final Context context;

  RequestBody(HttpServerRequest request) {
    this.request = request.pause();
    this.context = Vertx.currentContext();
  }

  HttpServerRequest request() {
    return request;
  }

  /** Runs things on the event loop of the request. */
  Executor loop() {
    return task -> context.runOnContext(ignored -> task.run());
  }

  /** Bytes in it, where the client says so beforehand. */
  OptionalLong size() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
  }

  /** Whether there is none. */
  boolean absent() {
    if (size().isPresent()) {
      return size().getAsLong() == 0;
    }
    return request.version() == HttpVersion.HTTP_2
        ? request.isEnded()
        : !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Its bytes; the client is held back by whoever subscribes. */
  Multi<Buffer> bytes() {
    return Multi.createFrom()
        .deferred(
            () -> {
              goAhead();
              return MultiHelper.toMulti(request);
            })
        // a client that goes cancels first; that its connection is closed is no news then
        .onCancellation()
        .invoke(() -> request.exceptionHandler(gone -> {}));
  }

  /** All of it in memory, or 413. */
  Uni<Buffer> whole(int most) {
    if (size().orElse(0) > most) {
      throw Refusals.bodyTooLarge(most);
    }
    return bytes()
        .collect()
        .in(
            Buffer::buffer,
            (sum, next) -> {
              if (sum.length() + next.length() > most) {
                throw Refusals.bodyTooLarge(most);
              }
              sum.appendBuffer(next);
            });
  }

  /** Answers a client that waits for a word before it sends its body. */
  void goAhead() {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }

  /** Does something with the body; when that fails, the rest of it is not read for ever. */
  <T> Uni<T> consume(Supplier<Uni<T>> work) {
    return Uni.createFrom().deferred(work::get).onFailure().invoke(this::turnAway);
  }

  private void turnAway() {
    context.runOnContext(
        ignored -> {
          if (request.isEnded() || request.response().closed()) {
            return;
          }
          if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
          request.exceptionHandler(gone -> {});
          request.handler(dropped -> {});
          request.resume();
          context.owner().setTimer(PATIENCE_MILLIS, due -> cutOff());
        });
  }

  private void cutOff() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(); // others share the connection
    } else {
      request.connection().close();
    }
  }
}

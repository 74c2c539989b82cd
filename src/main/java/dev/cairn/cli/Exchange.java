package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Sends requests and turns every way in which that can fail into one line. */
final class Exchange {

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
  private static final int TRIES = 6;
  private static final int LARGEST_PROBLEM = 64 << 10;

  /** Loaded at the first request, so that help and version start without an HTTP client. */
  private static final class Lazy {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT)
            .build();

    private Lazy() {}
  }

  /** Answers with success only; a server that is busy (429, 503) is asked again. */
  HttpResponse<InputStream> send(HttpRequest request) {
    return sendWhile(request, () -> 0);
  }

  /**
   * The same for a long upload.
   *
   * @param moved grows as long as the body moves; only a body that stands still runs out of time
   */
  HttpResponse<InputStream> sendWhile(HttpRequest request, LongSupplier moved) {
    for (int failures = 0; ; failures++) {
      HttpResponse<InputStream> answer = await(request, moved);
      boolean busy = answer.statusCode() == 429 || answer.statusCode() == 503;
      if (!busy || failures + 1 == TRIES) {
        return checked(answer);
      }
      Duration pause = retryAfter(answer, failures);
      drain(answer);
      sleep(pause);
    }
  }

  /** Asks once; for callers that have their own way of trying again. */
  HttpResponse<InputStream> sendOnce(HttpRequest request) {
    return sendOnceWhile(request, () -> 0);
  }

  /** The same for a long upload; see {@link #sendWhile}. */
  HttpResponse<InputStream> sendOnceWhile(HttpRequest request, LongSupplier moved) {
    return checked(await(request, moved));
  }

  private static HttpResponse<InputStream> await(HttpRequest request, LongSupplier moved) {
    CompletableFuture<HttpResponse<InputStream>> answer =
        Lazy.CLIENT.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      for (long before = -1; ; ) {
        try {
          return answer.get(TO_ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          long now = moved.getAsLong();
          if (now == before || now == 0) {
            throw new Failure.NoContact(server(request) + " does not answer", e);
          }
          before = now;
        }
      }
    } catch (ExecutionException e) {
      throw failure(request, Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.error("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static Failure failure(HttpRequest request, Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Failure.NoServer(server(request), cause);
    }
    return new Failure.NoContact(
        "the connection to " + server(request) + " broke: " + why(cause), cause);
  }

  static String why(Throwable cause) {
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private static String server(HttpRequest request) {
    URI uri = request.uri();
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static HttpResponse<InputStream> checked(HttpResponse<InputStream> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return answer;
    }
    String line;
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(LARGEST_PROBLEM), StandardCharsets.UTF_8);
      line = Problems.line(Json.parse(text)).orElse(anyStatus(answer));
    } catch (IOException | JsonReader.NoJson e) {
      line = anyStatus(answer);
    }
    throw new Failure.Refused(status, line);
  }

  private static String anyStatus(HttpResponse<?> answer) {
    return server(answer.request()) + " answered with status " + answer.statusCode();
  }

  private static Duration retryAfter(HttpResponse<?> answer, int failures) {
    String text = answer.headers().firstValue("Retry-After").orElse("");
    Duration wanted =
        text.matches("[0-9]{1,6}")
            ? Duration.ofSeconds(Long.parseLong(text))
            : Duration.ofSeconds(1L << failures);
    return wanted.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wanted;
  }

  /** Reads the rest of a small body, so that the connection can be used again. */
  private static void drain(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      body.readNBytes(LARGEST_PROBLEM);
    } catch (IOException e) {
      // the next request will find out
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.error("interrupted", e);
    }
  }
}

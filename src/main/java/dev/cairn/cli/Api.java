package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTTP API of one server, as docs/http-api.md has it. */
final class Api {

  /** No answer that is read whole is larger; results and events are streamed. */
  private static final int LARGEST_ANSWER = 32 << 20;

  private static final Duration TO_SHOW_LIFE = Duration.ofSeconds(2);

  /** The last bytes of a large upload may have to be digested first. */
  private static final Duration TO_TELL_OFFSET = Duration.ofMinutes(5);

  private static final Pattern NEXT = Pattern.compile("<[^>?]*\\?([^>]*)>[^,]*;\\s*rel=\"?next\"?");

  private final URI base;
  private final Exchange exchange = new Exchange();

  Api(URI server) {
    String text = server.toString();
    this.base = URI.create(text.endsWith("/") ? text : text + "/");
  }

  URI server() {
    return base;
  }

  /** Whether a Cairn server answers here, quickly. */
  boolean isLive() {
    HttpRequest request = to(Query.of("q/health/live")).timeout(TO_SHOW_LIFE).build();
    return read(exchange.sendOnce(request)).text("status").isPresent();
  }

  Json get(Query query) {
    return read(exchange.send(to(query).header("Accept", "application/json").build()));
  }

  JobView job(String id) {
    return new JobView(get(Query.of("v1/jobs", id)));
  }

  /** Page after page as long as the reader wants more. */
  void pages(Query first, Predicate<Json> reader) {
    Optional<URI> next = Optional.of(base.resolve(first.written()));
    while (next.isPresent()) {
      HttpRequest request =
          HttpRequest.newBuilder(next.get()).header("Accept", "application/json").build();
      HttpResponse<InputStream> answer = exchange.send(request);
      next = next(answer, request.uri());
      if (!reader.test(read(answer))) {
        return;
      }
    }
  }

  Json post(Query query, Json body) {
    HttpRequest request =
        to(query)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body.write()))
            .build();
    return read(exchange.send(request));
  }

  Json patch(Query query, Json body) {
    HttpRequest request =
        to(query)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method("PATCH", BodyPublishers.ofString(body.write()))
            .build();
    return read(exchange.send(request));
  }

  /** An action that needs no body, such as {@code pause}. */
  Json post(Query query) {
    return read(
        exchange.send(
            to(query).header("Accept", "application/json").POST(BodyPublishers.noBody()).build()));
  }

  Json upload(Query query, CountingBody body) {
    HttpRequest request =
        to(query)
            .header("Content-Type", "application/octet-stream")
            .header("Accept", "application/json")
            .POST(body)
            .build();
    return read(exchange.sendWhile(request, body::sent));
  }

  /**
   * Begins an upload that can be gone on with; its id.
   *
   * @param name what the server is to call it
   */
  String begin(String name, long size) {
    String metadata =
        "filename " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        resumable(Query.of("v1/uploads"))
            .header("Upload-Length", Long.toString(size))
            .header("Upload-Metadata", metadata)
            .POST(BodyPublishers.noBody())
            .build();
    HttpResponse<InputStream> answer = exchange.send(request);
    close(answer.body());
    String location = answer.headers().firstValue("Location").orElse("");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** How many bytes of an upload the server has. */
  long offset(String upload) {
    HttpRequest request =
        resumable(Query.of("v1/uploads", upload))
            .method("HEAD", BodyPublishers.noBody())
            .timeout(TO_TELL_OFFSET)
            .build();
    HttpResponse<InputStream> answer = exchange.sendOnceWhile(request, System::nanoTime);
    close(answer.body());
    return answer
        .headers()
        .firstValueAsLong("Upload-Offset")
        .orElseThrow(() -> Failure.error(base + " does not say how far an upload is", null));
  }

  /** Sends bytes of an upload from there on. */
  void append(String upload, long offset, CountingBody body) {
    HttpRequest request =
        resumable(Query.of("v1/uploads", upload))
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", body)
            .build();
    close(exchange.sendOnceWhile(request, body::sent).body());
  }

  private HttpRequest.Builder resumable(Query query) {
    return to(query).header("Tus-Resumable", "1.0.0");
  }

  void delete(Query query) {
    close(exchange.send(to(query).DELETE().build()).body());
  }

  /** A body as it comes; whoever asks closes it. */
  InputStream stream(Query query) {
    return exchange.send(to(query).build()).body();
  }

  /** One connection to a job's events: status 200 with a stream, or 204 when nothing is left. */
  HttpResponse<InputStream> events(String job, Optional<String> lastEventId) {
    HttpRequest.Builder request =
        to(Query.of(Query.of("v1/jobs", job).path() + "/events"))
            .header("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    return exchange.sendOnce(request.build());
  }

  private HttpRequest.Builder to(Query query) {
    return HttpRequest.newBuilder(base.resolve(query.written()));
  }

  /** Only the query is taken: behind a proxy the server may not know the address we see. */
  private static Optional<URI> next(HttpResponse<?> answer, URI asked) {
    for (String link : answer.headers().allValues("Link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.find()) {
        return Optional.of(asked.resolve(asked.getRawPath() + "?" + matcher.group(1)));
      }
    }
    return Optional.empty();
  }

  private Json read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(LARGEST_ANSWER);
      if (bytes.length == LARGEST_ANSWER) {
        throw Failure.error("the answer of " + base + " is too large", null);
      }
      return Json.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonReader.NoJson e) {
      throw Failure.error(
          base + " does not answer like a Cairn server: " + Objects.toString(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure.NoContact("the connection to " + base + " broke: " + Exchange.why(e), e);
    }
  }

  private static void close(InputStream body) {
    try (body) {
      body.skipNBytes(0);
    } catch (IOException e) {
      // the answer's head has said all there is to know
    }
  }
}

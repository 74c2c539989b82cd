package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The API of a server, over one kept connection; whatever is not as expected ends the bench. */
final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  Client(URI server) {
    this.server = server;
  }

  /** Submits a job of so many lines; its id. */
  String submitLines(String pipeline, int documents) {
    Path lines = BenchDatabase.folder("bench-lines");
    try {
      Path file = lines.resolve("lines.jsonl");
      try (var out = Files.newBufferedWriter(file)) {
        for (int line = 0; line < documents; line++) {
          out.write("{\"text\":\"a line\"}\n");
        }
      }
      return submit(pipeline, BodyPublishers.ofFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      BenchDatabase.remove(lines);
    }
  }

  /**
   * Submits a job; its id.
   *
   * @param pipeline with parameters, as in the address
   */
  String submit(String pipeline, BodyPublisher body) {
    return tree(send(202, request("/v1/jobs?name=lines.jsonl&pipeline=" + pipeline).POST(body)))
        .path("id")
        .asText();
  }

  JsonNode job(String id) {
    return tree(send(200, request("/v1/jobs/" + id)));
  }

  String state(String id) {
    return job(id).path("state").asText();
  }

  void command(String id, String command) {
    send(202, request("/v1/jobs/" + id + "/" + command).POST(BodyPublishers.noBody()));
  }

  /** Its records, a line each. */
  String results(String id) {
    return send(200, request("/v1/jobs/" + id + "/results?format=jsonl"));
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT);
  }

  private String send(int status, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != status) {
        throw new IllegalStateException(answer + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

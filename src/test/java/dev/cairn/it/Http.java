package dev.cairn.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The HTTP API of one server, as a program of somebody else would use it. */
final class Http {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The check itself gives up on its database after 3 s; a frozen server never answers. */
  private static final Duration READY_LIMIT = Duration.ofSeconds(5);

  private static final String BOUNDARY = "----between-documents";

  private final URI server;

  Http(URI server) {
    this.server = server;
  }

  /** Whether the server says that it can work; no when it does not answer. */
  static boolean isReady(URI server) {
    return readiness(server) == 200;
  }

  /** The status that the server's readiness has; 0 when it does not answer. */
  static int readiness(URI server) {
    try {
      return send(new Http(server).request("/q/health/ready").timeout(READY_LIMIT).build())
          .statusCode();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET().build());
  }

  HttpResponse<byte[]> post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()).build());
  }

  HttpResponse<byte[]> delete(String path) {
    return send(request(path).DELETE().build());
  }

  /** The JSON of a page that must be there. */
  JsonNode json(String path) {
    return tree(expect(200, get(path)));
  }

  /** A page that is to be JSON among other forms. */
  JsonNode json(String path, String accept) {
    return tree(expect(200, send(request(path).header("Accept", accept).GET().build())));
  }

  /** Submits documents in one form; the job's id. */
  String submit(String pipeline, List<Paper> papers) {
    return tree(expect(202, offer(pipeline, papers))).path("id").asText();
  }

  /** Submits documents in one form; whatever the answer is. */
  HttpResponse<byte[]> offer(String pipeline, List<Paper> papers) {
    return send(
        request("/v1/jobs?pipeline=" + pipeline)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form(papers))
            .build());
  }

  /** Submits what was uploaded; the job's id. */
  String submitUploads(String pipeline, List<String> uploads) {
    String body =
        JSON.createObjectNode()
            .put("pipeline", pipeline)
            .set("uploads", JSON.valueToTree(uploads))
            .toString();
    HttpRequest request =
        request("/v1/jobs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return tree(expect(202, send(request))).path("id").asText();
  }

  /** Uploads a body; the upload's id. */
  String upload(String name, BodyPublisher body) {
    HttpRequest request =
        request("/v1/uploads?name=" + name)
            .header("Content-Type", "application/octet-stream")
            .POST(body)
            .build();
    return tree(expect(201, send(request))).path("id").asText();
  }

  JsonNode job(String id) {
    return json("/v1/jobs/" + id);
  }

  /** Tells a job to do something; its state in the answer. */
  String command(String id, String command) {
    return tree(expect(202, post("/v1/jobs/" + id + "/" + command))).path("state").asText();
  }

  byte[] results(String id) {
    return expect(200, get("/v1/jobs/" + id + "/results?format=jsonl")).body();
  }

  /** All documents of a job with their checkpoints, by their position. */
  List<JsonNode> documents(String id, int count) {
    List<JsonNode> documents = new ArrayList<>();
    for (int seq = 0; seq < count; seq++) {
      documents.add(json("/v1/jobs/" + id + "/documents/" + seq));
    }
    return documents;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT);
  }

  static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return CLIENT.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return exchange(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<byte[]> expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw new AssertionError(
          response.request().method()
              + " "
              + response.uri()
              + " gave "
              + response.statusCode()
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response;
  }

  static JsonNode tree(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BodyPublisher form(List<Paper> papers) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (Paper paper : papers) {
      form.writeBytes(
          """
          --%s\r
          Content-Disposition: form-data; name="file"; filename="%s"\r
          Content-Type: %s\r
          \r
          """
              .formatted(BOUNDARY, paper.name(), paper.mediaType())
              .getBytes(StandardCharsets.UTF_8));
      form.writeBytes(paper.content());
      form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return BodyPublishers.ofByteArray(form.toByteArray());
  }
}

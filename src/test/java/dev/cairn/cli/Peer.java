package dev.cairn.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other end of the protocol: a real HTTP server on loopback that speaks docs/http-api.md, with
 * answers that a test can prescribe. What it does by itself: it takes uploads and jobs, and when
 * somebody follows a job, completes it.
 */
final class Peer implements AutoCloseable {

  /** What the peer sends on one connection to the events of a job. */
  interface Connection {
    void send(PeerJob job, Optional<String> lastEventId, OutputStream out) throws IOException;
  }

  /** An answer instead of the usual one. */
  record Answer(int status, String type, String body, Map<String, String> headers) {
    static Answer problem(int status, String title, String detail) {
      String body =
          "{\"type\":\"urn:cairn:problem:x\",\"title\":%s,\"status\":%d,\"detail\":%s}"
              .formatted(Json.of(title).write(), status, Json.of(detail).write());
      return new Answer(status, "application/problem+json", body, Map.of());
    }
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, String> uploadNames = new ConcurrentHashMap<>();
  final Map<String, String> uploadBodies = new ConcurrentHashMap<>();
  final List<PeerJob> jobs = new CopyOnWriteArrayList<>();
  final List<Json> submitted = new CopyOnWriteArrayList<>();
  final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  final List<Optional<String>> lastEventIds = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Answer>> prescribed = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Peer() {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server = HttpServer.create(any, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  PeerJob has(PeerJob job) {
    jobs.addFirst(job);
    return job;
  }

  /** The next such request, as in {@code "GET /v1/jobs"}, gets this answer; then the one after. */
  void prescribe(String request, Answer answer) {
    prescribed.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      Deque<Answer> answers = prescribed.getOrDefault(request, new ArrayDeque<>());
      if (!answers.isEmpty()) {
        exchange.getRequestBody().readAllBytes();
        answer(exchange, answers.removeFirst());
        return;
      }
      usual(exchange, request, exchange.getRequestURI().getPath().split("/", -1));
    }
  }

  private void usual(HttpExchange exchange, String request, String[] path) throws IOException {
    switch (request) {
      case "GET /q/health/live" -> json(exchange, 200, Json.parse("{\"status\":\"UP\"}"));
      case "POST /v1/uploads" -> upload(exchange);
      case "GET /v1/jobs" -> list(exchange);
      case "POST /v1/jobs" -> submit(exchange);
      case "GET /v1/pipelines" ->
          json(exchange, 200, Json.object(Map.of("pipelines", new Json.Arr(List.of(CHUNK)))));
      case "GET /v1/pipelines/chunk" -> json(exchange, 200, CHUNK);
      default -> {
        Optional<PeerJob> job =
            path.length > 3 && path[2].equals("jobs") ? job(path[3]) : Optional.empty();
        if (job.isPresent()) {
          ofJob(exchange, job.get(), path.length > 4 ? path[4] : exchange.getRequestMethod());
        } else {
          answer(exchange, Answer.problem(404, "Not found", "nothing is at " + request));
        }
      }
    }
  }

  private void ofJob(HttpExchange exchange, PeerJob job, String what) throws IOException {
    switch (what) {
      case "GET" -> json(exchange, 200, job.json());
      case "DELETE" -> {
        jobs.remove(job);
        exchange.sendResponseHeaders(204, -1);
      }
      case "events" -> events(exchange, job);
      case "documents" -> json(exchange, 200, job.failedDocuments());
      case "results" ->
          answer(exchange, new Answer(200, "application/x-ndjson", job.records(), Map.of()));
      case "pause" -> control(exchange, job, "paused");
      case "resume" -> control(exchange, job, "running");
      case "stop" -> control(exchange, job, "stopped");
      default -> answer(exchange, Answer.problem(404, "Not found", what));
    }
  }

  private void control(HttpExchange exchange, PeerJob job, String state) throws IOException {
    job.state = state;
    json(exchange, 202, job.json());
  }

  private void upload(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id =
        "upload-" + HexFormat.of().toHexDigits(System.nanoTime()) + "-" + uploadNames.size();
    uploadNames.put(id, query(exchange).getOrDefault("name", "upload"));
    uploadBodies.put(id, new String(body, StandardCharsets.UTF_8));
    json(exchange, 201, Json.object(Map.of("id", Json.of(id))));
  }

  private void submit(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Json job = Json.parse(body);
    submitted.add(job);
    List<String> names = new ArrayList<>();
    for (String upload : job.texts("uploads")) {
      names.add(uploadNames.getOrDefault(upload, "?"));
    }
    PeerJob added = has(new PeerJob(idOf(jobs.size()), names));
    for (String member : List.of("batch", "name", "params")) {
      if (job.get(member) != Json.Word.NULL) {
        added.extra.put(member, job.get(member));
      }
    }
    json(exchange, 202, added.json());
  }

  static String idOf(int number) {
    return String.format("0198c0de-0000-7000-8000-%012x", number);
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
    int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
    List<PeerJob> fitting = jobs.stream().filter(job -> fits(job, query)).toList();
    List<PeerJob> page = fitting.stream().skip(from).limit(limit).toList();
    if (fitting.size() > from + limit) {
      exchange
          .getResponseHeaders()
          .add(
              "Link", "</v1/jobs?limit=%d&cursor=%d>; rel=\"next\"".formatted(limit, from + limit));
    }
    List<Json> told = page.stream().map(PeerJob::json).toList();
    json(exchange, 200, Json.object(Map.of("jobs", new Json.Arr(told))));
  }

  private static boolean fits(PeerJob job, Map<String, String> query) {
    String status = query.getOrDefault("status", job.state);
    boolean fitsStatus =
        status.equals("unfinished") ? job.isUnfinished() : status.equals(job.state);
    return fitsStatus && (!query.containsKey("batch") || job.isOfBatch(query.get("batch")));
  }

  private void events(HttpExchange exchange, PeerJob job) throws IOException {
    Optional<String> last =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    lastEventIds.add(last);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    Connection connection = connections.poll();
    (connection == null ? TO_THE_END : connection).send(job, last, exchange.getResponseBody());
  }

  /** The usual course: the job completes. */
  static final Connection TO_THE_END =
      (job, last, out) -> {
        event(out, "job.snapshot", Optional.empty(), job.json());
        job.complete();
        event(out, "job.progress", Optional.empty(), job.progress());
        event(out, "job.status", Optional.of("9000"), Json.parse("{\"state\":\"completed\"}"));
        event(out, "job.done", Optional.of("9001"), Json.parse("{\"state\":\"completed\"}"));
      };

  static void event(OutputStream out, String type, Optional<String> id, Json data)
      throws IOException {
    String number = id.map(given -> "id: " + given + "\n").orElse("");
    send(out, "event: " + type + "\n" + number + "data: " + data.write() + "\n\n");
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Optional<PeerJob> job(String id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : (raw == null ? "" : raw).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static void json(HttpExchange exchange, int status, Json body) throws IOException {
    answer(exchange, new Answer(status, "application/json", body.write(), Map.of()));
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", answer.type());
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static final Json CHUNK =
      Json.parse(
          """
          {"name":"chunk","version":1,"description":"Chunks for retrieval","unit":"a file",
           "stages":["extract","chunk"],"recordFields":["text","tokens"],
           "params":{"type":"object","properties":{
             "size":{"type":"integer","minimum":16,"maximum":8192,"default":1200,
                     "description":"tokens"},
             "ratio":{"type":"number"},
             "tables":{"type":"boolean","default":true},
             "tokenizer":{"type":"string","enum":["cl100k_base","o200k_base"]}}}}
          """);
}

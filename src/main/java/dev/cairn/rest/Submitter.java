package dev.cairn.rest;

import dev.cairn.engine.Intake;
import dev.cairn.ingest.Ingest;
import dev.cairn.ingest.SentFile;
import dev.cairn.ingest.Splitter;
import dev.cairn.job.JobRequest;
import dev.cairn.job.Once;
import dev.cairn.job.Upload;
import dev.cairn.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The three forms in which a job may be handed in: JSON, a form, one plain document. */
@ApplicationScoped
class Submitter {

  /** A hundred thousand ids of uploads. */
  private static final int LARGEST_JSON = 4 << 20;

  private static final String PARAMETER = "param.";

  private final Intake intake;
  private final Ingest ingest;
  private final Splitter splitter;
  private final Repeats repeats;

  Submitter(Intake intake, Ingest ingest, Splitter splitter, Repeats repeats) {
    this.repeats = repeats;
    this.intake = intake;
    this.ingest = ingest;
    this.splitter = splitter;
  }

  /** What the address says about a job; the body is the document, or the form with them. */
  private record Order(Pipeline pipeline, Map<String, String> params, JobRequest.Label label) {
    Map<String, Object> typed(Map<String, String> more) {
      Map<String, String> all = new LinkedHashMap<>(params);
      all.putAll(more);
      return pipeline.parameters().typed(all);
    }

    /**
     * What is asked for.
     *
     * @param files what tells the documents from others
     */
    Intake.Wish wish(Map<String, String> more, Optional<String> key, List<String> files) {
      Map<String, Object> typed = typed(more);
      List<String> words = new ArrayList<>(files);
      words.add(pipeline.name());
      words.add(new TreeMap<>(typed).toString());
      words.add(label.toString());
      return new Intake.Wish(pipeline, typed, label, key.map(name -> Once.of(name, words)));
    }
  }

  /**
   * Takes a job in.
   *
   * @return its internal key
   */
  Uni<Long> submit(long tenant, RequestBody body, MultivaluedMap<String, String> query) {
    String header = body.request().getHeader(Repeats.HEADER);
    Optional<String> key = header == null ? Optional.empty() : Repeats.key(header);
    return key.map(name -> repeats.alone(tenant, name, () -> take(tenant, body, query, key)))
        .orElseGet(() -> take(tenant, body, query, key))
        .invoke(splitter::wake);
  }

  private Uni<Long> take(
      long tenant, RequestBody body, MultivaluedMap<String, String> query, Optional<String> key) {
    String type = body.request().headers().get(HttpHeaders.CONTENT_TYPE);
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean addressed = query.containsKey("pipeline");
    if (!addressed && !plain.startsWith("multipart/")) {
      return json(tenant, body, key);
    }
    if (!addressed) {
      throw Refusals.invalidRequest("pipeline", "pipeline is missing: say ?pipeline=NAME");
    }
    Order order = order(query);
    return plain.equals("multipart/form-data")
        ? form(tenant, body, order, key)
        : document(tenant, body, order, key);
  }

  private Uni<Long> json(long tenant, RequestBody body, Optional<String> key) {
    return body.whole(LARGEST_JSON)
        .chain(
            bytes -> {
              JobOrder order = JobOrder.parse(bytes.getBytes());
              Optional<Once> once = key.map(name -> Once.of(name, List.of(bytes.toString())));
              Intake.Wish wish =
                  new Intake.Wish(
                      intake.pipeline(order.pipelineName()),
                      order.parameters(),
                      order.label(),
                      once);
              return submit(tenant, wish, () -> intake.submit(tenant, wish, order.uploadIds()));
            });
  }

  private Uni<Long> form(long tenant, RequestBody body, Order order, Optional<String> key) {
    return new FormReader(body, file -> ingest.receive(tenant, file, body.loop()))
        .read()
        .chain(
            form -> {
              Intake.Wish wish = order.wish(form.fields(), key, stored(form.files()));
              List<UUID> ids = form.files().stream().map(Upload::id).toList();
              return submit(tenant, wish, () -> intake.submit(tenant, wish, ids));
            });
  }

  private static List<String> stored(List<Upload> files) {
    return files.stream().flatMap(file -> Stream.of(file.name(), file.blob())).toList();
  }

  private Uni<Long> document(long tenant, RequestBody body, Order order, Optional<String> key) {
    if (body.absent()) {
      throw Intake.noDocuments();
    }
    order.pipeline().parameters().check(order.typed(Map.of())); // before a large body comes in vain
    return ingest
        .store(sent(body, order.label().name().orElse("")), body.loop())
        .chain(
            file -> {
              Intake.Wish wish = order.wish(Map.of(), key, List.of(file.name(), file.blob()));
              return submit(tenant, wish, () -> intake.submit(tenant, wish, file));
            });
  }

  private Uni<Long> submit(long tenant, Intake.Wish wish, Supplier<Uni<Long>> submit) {
    return wish.once().map(once -> repeats.submit(tenant, once, submit)).orElseGet(submit);
  }

  /** Takes the whole body as one file. */
  Uni<Upload> receive(long tenant, RequestBody body, String name) {
    return ingest.receive(tenant, sent(body, name), body.loop());
  }

  private SentFile sent(RequestBody body, String name) {
    body.size().ifPresent(ingest::expect);
    Optional<String> type = Optional.ofNullable(body.request().getHeader(HttpHeaders.CONTENT_TYPE));
    return new SentFile(name, type, body.bytes());
  }

  private Order order(MultivaluedMap<String, String> query) {
    Map<String, String> params = new LinkedHashMap<>();
    query.forEach(
        (key, values) -> {
          if (key.startsWith(PARAMETER)) {
            params.put(key.substring(PARAMETER.length()), values.getLast());
          }
        });
    String priority = query.getFirst("priority");
    return new Order(
        intake.pipeline(query.getFirst("pipeline")),
        params,
        Labels.of(
            query.getFirst("name"),
            query.getFirst("batch"),
            priority == null ? 0 : Paging.number("priority", priority)));
  }
}

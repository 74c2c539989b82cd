package dev.cairn.rest;

import dev.cairn.engine.Intake;
import dev.cairn.ingest.Ingest;
import dev.cairn.ingest.SentFile;
import dev.cairn.ingest.Splitter;
import dev.cairn.job.JobRequest;
import dev.cairn.job.Upload;
import dev.cairn.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The three forms in which a job may be handed in: JSON, a form, one plain document. */
@ApplicationScoped
class Submitter {

  /** A hundred thousand ids of uploads. */
  private static final int LARGEST_JSON = 4 << 20;

  private static final String PARAMETER = "param.";

  private final Intake intake;
  private final Ingest ingest;
  private final Splitter splitter;

  Submitter(Intake intake, Ingest ingest, Splitter splitter) {
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
  }

  /**
   * Takes a job in.
   *
   * @return its internal key
   */
  Uni<Long> submit(long tenant, RequestBody body, MultivaluedMap<String, String> query) {
    return take(tenant, body, query).invoke(splitter::wake);
  }

  private Uni<Long> take(long tenant, RequestBody body, MultivaluedMap<String, String> query) {
    String type = body.request().headers().get(HttpHeaders.CONTENT_TYPE);
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean addressed = query.containsKey("pipeline");
    if (!addressed && !plain.startsWith("multipart/")) {
      return json(tenant, body);
    }
    if (!addressed) {
      throw Refusals.invalidRequest("pipeline", "pipeline is missing: say ?pipeline=NAME");
    }
    Order order = order(query);
    return plain.equals("multipart/form-data")
        ? form(tenant, body, order)
        : document(tenant, body, order);
  }

  private Uni<Long> json(long tenant, RequestBody body) {
    return body.whole(LARGEST_JSON)
        .map(bytes -> JobOrder.parse(bytes.getBytes()))
        .chain(
            order ->
                intake.submit(
                    tenant,
                    new Intake.Wish(
                        intake.pipeline(order.pipelineName()), order.parameters(), order.label()),
                    order.uploadIds()));
  }

  private Uni<Long> form(long tenant, RequestBody body, Order order) {
    return new FormReader(body, file -> ingest.receive(tenant, file, body.loop()))
        .read()
        .chain(
            form ->
                intake.submit(
                    tenant,
                    new Intake.Wish(order.pipeline(), order.typed(form.fields()), order.label()),
                    form.files().stream().map(upload -> upload.id()).toList()));
  }

  private Uni<Long> document(long tenant, RequestBody body, Order order) {
    if (body.absent()) {
      throw Intake.noDocuments();
    }
    Map<String, Object> params = order.typed(Map.of());
    order.pipeline().parameters().check(params); // before a large body is sent in vain
    return ingest
        .store(sent(body, order.label().name().orElse("")), body.loop())
        .chain(
            file ->
                intake.submit(
                    tenant, new Intake.Wish(order.pipeline(), params, order.label()), file));
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

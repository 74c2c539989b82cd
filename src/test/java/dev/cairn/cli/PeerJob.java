package dev.cairn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job of the {@link Peer}, in the shape of docs/http-api.md. */
final class PeerJob {

  final String id;
  final List<String> documents;
  final Map<String, Json> extra = new LinkedHashMap<>();
  volatile String state = "running";
  volatile long done;
  volatile long failed;

  PeerJob(String id, List<String> documents) {
    this.id = id;
    this.documents = documents;
  }

  /** A job of so many documents that has come so far. */
  static PeerJob of(String id, String state, int total, int done, int failed) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < total; i++) {
      documents.add((i < failed ? "bad-" : "doc-") + i + ".txt");
    }
    PeerJob job = new PeerJob(id, documents);
    job.state = state;
    job.done = done;
    job.failed = failed;
    return job;
  }

  boolean isUnfinished() {
    return !List.of("completed", "failed", "stopped").contains(state);
  }

  boolean isOfBatch(String batch) {
    return extra.getOrDefault("batch", Json.Word.NULL).equals(Json.of(batch));
  }

  /** Every document through; those called bad have failed. */
  void complete() {
    failed = documents.stream().filter(name -> name.contains("bad")).count();
    done = documents.size() - failed;
    state = "completed";
  }

  Json json() {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>();
    members.put("id", Json.of(id));
    members.put("pipeline", Json.of("chunk"));
    members.put("pipelineVersion", Json.of(1));
    members.put("state", Json.of(state));
    members.put("processing", Json.of("first-run"));
    members.put("params", Json.parse("{\"size\":1200,\"tokenizer\":\"cl100k_base\"}"));
    members.put("createdAt", Json.of("2026-05-01T10:00:00Z"));
    members.put(
        "transitions",
        Json.parse(
            "[{\"state\":\"queued\",\"at\":\"2026-05-01T10:00:00Z\"},"
                + "{\"state\":\"running\",\"at\":\"2026-05-01T10:00:01Z\",\"reason\":\"granted\"}]"));
    members.putAll(extra);
    if (progress() instanceof Json.Obj(var live)) {
      members.putAll(live);
    }
    return Json.object(members);
  }

  /** The data of {@code job.progress}. */
  Json progress() {
    String text =
        """
        {"counts":{"total":%d,"pending":0,"running":0,"done":%d,"failed":%d,"skipped":0},
         "stages":[{"name":"extract","done":%d,"failed":%d,"skipped":0,"tookMs":83211},
                   {"name":"chunk","done":%d,"failed":0,"skipped":0,"tookMs":2000}],
         "progress":0.5,"ratePerMinute":2.5,"etaSeconds":2520}
        """
            .formatted(documents.size(), done, failed, done, failed, done);
    return Json.parse(text);
  }

  Json failedDocuments() {
    List<Json> failures = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      if (documents.get(i).contains("bad")) {
        failures.add(
            Json.parse(
                """
                {"seq":%d,"name":%s,"state":"failed","stage":"extract","attempts":1,
                 "problem":{"type":"urn:cairn:problem:encrypted-document",
                            "title":"The document is encrypted","status":422,
                            "detail":"a password is needed"}}
                """
                    .formatted(i, Json.of(documents.get(i)).write())));
      }
    }
    return Json.object(Map.of("documents", new Json.Arr(failures)));
  }

  String records() {
    StringBuilder records = new StringBuilder();
    for (String name : documents) {
      if (!name.contains("bad")) {
        records.append("{\"document\":").append(Json.of(name).write()).append("}\n");
      }
    }
    return records.toString();
  }
}

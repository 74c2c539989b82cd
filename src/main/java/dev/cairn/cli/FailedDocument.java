package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;

/** A document that failed. */
record FailedDocument(Json json) {

  /** The first of a job's failed documents. */
  static List<FailedDocument> first(Api api, String job, int most) {
    List<FailedDocument> failed = new ArrayList<>();
    Query query =
        Query.of(Query.of("v1/jobs", job).path() + "/documents")
            .with("status", "failed")
            .with("limit", Integer.toString(Math.min(most, 100)));
    api.pages(
        query,
        page -> {
          for (Json document : page.list("documents")) {
            if (failed.size() < most) {
              failed.add(new FailedDocument(document));
            }
          }
          return failed.size() < most;
        });
    return failed;
  }

  String name() {
    return json.text("name").orElseGet(() -> "document " + json.get("seq").plain());
  }

  String stage() {
    return json.text("stage").orElse("");
  }

  String attempts() {
    return json.get("attempts") == Json.Word.NULL ? "" : json.get("attempts").plain();
  }

  String title() {
    return json.get("problem").text("title").orElse("unknown reason");
  }

  String reason() {
    return Problems.line(json.get("problem")).orElse("unknown reason");
  }

  String line() {
    return name() + (stage().isEmpty() ? "" : " in " + stage()) + ": " + reason();
  }
}

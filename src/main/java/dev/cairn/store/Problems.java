package dev.cairn.store;

import dev.cairn.job.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Problems as stored JSON, which is also what HTTP serves. */
final class Problems {

  private static final String PREFIX = "urn:cairn:problem:";

  private Problems() {}

  static JsonObject json(Problem problem) {
    JsonObject json =
        new JsonObject()
            .put("type", problem.type())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail().replace('\u0000', '\ufffd'));
    problem.field().ifPresent(field -> json.put("field", field));
    return json;
  }

  static Problem parse(String text) {
    JsonObject json = new JsonObject(text);
    return new Problem(
        json.getString("type").substring(PREFIX.length()),
        json.getString("title"),
        json.getInteger("status"),
        json.getString("detail"),
        Optional.ofNullable(json.getString("field")));
  }
}

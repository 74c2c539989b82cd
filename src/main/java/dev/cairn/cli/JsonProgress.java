package dev.cairn.cli;

import java.util.LinkedHashMap;

/** {@code --json}: each event as one line of JSON on standard output. */
final class JsonProgress implements Progress {

  private final Terminal terminal;

  JsonProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void note(String line) {}

  @Override
  public void uploading(UploadCount count) {}

  @Override
  public void job(JobView job) {}

  @Override
  public void event(String job, ServerEvent event) {
    LinkedHashMap<String, Json> line = new LinkedHashMap<>();
    line.put("event", Json.of(event.type()));
    line.put("job", Json.of(job));
    event.id().ifPresent(id -> line.put("id", Json.of(id)));
    line.put("data", data(event));
    terminal.print(Json.object(line).write());
  }

  @Override
  public void close() {}

  private static Json data(ServerEvent event) {
    try {
      return Json.parse(event.data());
    } catch (JsonReader.NoJson e) {
      return Json.of(event.data());
    }
  }
}

package dev.cairn.document.rows;

import dev.cairn.job.Problem;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are a JSON object on a line each. A line that is none is bad, and the next goes on. */
final class JsonlRows implements RowReader {

  private final LineRanges lines;
  private final JsonObjects objects;

  private JsonlRows(LineRanges lines, JsonObjects objects) {
    this.lines = lines;
    this.objects = objects;
  }

  static JsonlRows open(Sources sources, Position at) throws IOException {
    return new JsonlRows(LineRanges.open(sources, at), new JsonObjects(sources.limits()));
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (!lines.find()) {
      return null;
    }
    long number = lines.position().rows();
    long line = lines.position().line();
    Span span = lines.span();
    if (lines.tooLong()) {
      return new Row.Bad(number, line, span, lines.whyTooLong());
    }
    try {
      List<@Nullable Object> values = objects.whole(lines.buffer(), lines.from(), lines.to());
      return new Row.Good(number, line, span, objects.names(), values);
    } catch (FlawException e) {
      Problem problem = e.problem();
      return new Row.Bad(number, line, span, problem);
    }
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public Position position() {
    return lines.position();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package dev.cairn.document.rows;

import dev.cairn.document.rows.JsonArrayFinder.Place;
import dev.cairn.job.Problem;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are the elements of one JSON array, however long. What is wrong inside an element makes
 * it a bad row, and the next goes on; what is wrong between them ends the reading with a bad row
 * that says so. Of an object that holds the array, what comes behind the array is not looked at.
 */
final class JsonRows implements RowReader {

  private final Window window;
  private final JsonObjects objects;
  private final Limits limits;
  private final boolean top;
  private long line;
  private long rows;
  private boolean ended;

  private JsonRows(Window window, Limits limits, boolean top, Position at) {
    this.window = window;
    this.objects = new JsonObjects(limits);
    this.limits = limits;
    this.top = top;
    this.line = at.line();
    this.rows = at.rows();
    this.ended = at.ended();
  }

  static JsonRows open(Sources sources, RowFormat.Json format, Position at) throws IOException {
    boolean top;
    try (Window start = sources.start()) {
      passSpace(start);
      if (start.from() == start.to()) {
        throw Refusal.of(Refusal.empty());
      }
      top = format.field() == null && start.buffer()[start.from()] == '[';
    }
    if (at.rows() > 0 || at.ended()) {
      return new JsonRows(sources.at(at.offset()), sources.limits(), top, at);
    }
    Place place = new JsonArrayFinder(sources.limits()).find(sources, format.field());
    Window window = sources.start();
    try {
      window.passFar(place.offset());
      Position behind = new Position(window.offset(), place.lineEnds(), 0, false);
      return new JsonRows(window, sources.limits(), top, behind);
    } catch (IOException | RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /** Passes white space; how many lines ended in it. */
  private static long passSpace(Window window) throws IOException {
    long lineEnds = 0;
    while (window.from() < window.to() || window.more()) {
      byte[] buffer = window.buffer();
      int at = window.from();
      while (at < window.to() && space(buffer[at])) {
        lineEnds += buffer[at++] == '\n' ? 1 : 0;
      }
      window.pass(at - window.from());
      if (at < window.to()) {
        return lineEnds;
      }
    }
    return lineEnds;
  }

  private static boolean space(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (ended) {
      return null;
    }
    int octet = peek();
    if (octet == ']') {
      return atEnd();
    }
    if (rows > 0) {
      if (octet != ',') {
        return broken(octet, "a comma or the end of the array");
      }
      window.pass(1);
      octet = peek();
    }
    if (octet < 0 || octet == ']' || octet == ',' || octet == '}' || octet == ':') {
      return broken(octet, "an object");
    }
    rows++;
    return element(octet);
  }

  /** The next byte behind white space, -1 at the end of the source. */
  private int peek() throws IOException {
    line += passSpace(window);
    return window.from() < window.to() ? window.buffer()[window.from()] & 0xFF : -1;
  }

  private @Nullable Row atEnd() throws IOException {
    window.pass(1);
    int octet = top ? peek() : -1;
    if (octet >= 0) {
      return broken(octet, "nothing behind the array");
    }
    ended = true;
    return null;
  }

  private Row broken(int octet, String expected) {
    ended = true;
    rows++;
    String found = octet < 0 ? "the text ends" : "there is something else";
    return new Row.Bad(
        rows,
        line + 1,
        new Span(window.offset(), 0),
        Flaw.INVALID_JSON.with(
            "Expected %s, but %s. Nothing more is read of the array.".formatted(expected, found)));
  }

  /** First takes it for a sound object in the buffer; that is so nearly always. */
  private Row element(int first) throws IOException {
    if (first == '{') {
      try {
        List<@Nullable Object> values = objects.first(window.buffer(), window.from(), window.to());
        return good(values, objects.end() - window.from());
      } catch (FlawException e) {
        // Not sound, or not wholly in the buffer: look where it ends.
      }
    }
    long start = window.offset();
    JsonExtent extent = new JsonExtent(window);
    int length = extent.find();
    line += extent.lineEnds();
    if (length < 0) {
      return unfinished(start, extent);
    }
    if (extent.tooLong()) {
      return bad(start, length, extent.lineEnds(), tooLong());
    }
    try {
      return good(objects.whole(window.buffer(), window.from(), window.from() + length), length);
    } catch (FlawException e) {
      return bad(start, length, 0, e.problem());
    }
  }

  private Problem tooLong() {
    return Flaw.LINE_TOO_LONG.with(
        "The element is longer than %d bytes.".formatted(limits.rowBytes()));
  }

  private Row good(List<@Nullable Object> values, int length) {
    Span span = new Span(window.offset(), window.length(window.from(), window.from() + length));
    Row row = new Row.Good(rows, line + 1, span, objects.names(), values);
    pass(length);
    return row;
  }

  private Row bad(long start, int length, long lineEndsBefore, Problem problem) {
    long first = line + 1 - lineEndsBefore;
    pass(length);
    return new Row.Bad(rows, first, new Span(start, window.offset() - start), problem);
  }

  private Row unfinished(long start, JsonExtent extent) {
    long first = line + 1 - extent.lineEnds();
    window.pass(window.to() - window.from());
    ended = true;
    return new Row.Bad(
        rows,
        first,
        new Span(start, window.offset() - start),
        Flaw.INVALID_JSON.with("The text ends inside of this element."));
  }

  private void pass(int length) {
    int end = window.from() + length;
    for (int at = window.lineFeed(window.from(), end); at >= 0; at = window.lineFeed(at + 1, end)) {
      line++;
    }
    window.pass(length);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public Position position() {
    return new Position(window.offset(), line, rows, ended);
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}

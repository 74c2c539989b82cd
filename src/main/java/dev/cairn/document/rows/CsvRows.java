package dev.cairn.document.rows;

import dev.cairn.document.rows.CsvScanner.Found;
import dev.cairn.job.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of separated values. Values stay the strings that they are: numbers would lose leading
 * zeros. A record with fewer fields than columns has null in the others; one with more is bad,
 * unless they are empty. Empty lines are no rows.
 *
 * <p>A quote that is never closed would swallow all that follows. So when a quoted field doesn't
 * end within the longest row, or text follows its end, only the first line of the record is bad and
 * reading goes on behind it.
 */
final class CsvRows implements RowReader {

  private final Limits limits;
  private final CsvScanner scanner;
  private final List<String> names;
  private final Window window;
  private long line;
  private long rows;

  private CsvRows(
      Limits limits, CsvScanner scanner, List<String> names, Window window, Position at) {
    this.limits = limits;
    this.scanner = scanner;
    this.names = names;
    this.window = window;
    this.line = at.line();
    this.rows = at.rows();
  }

  static CsvRows open(Sources sources, RowFormat.Csv format, Position at) throws IOException {
    CsvScanner scanner =
        new CsvScanner(format.delimiter(), format.quote(), sources.limits().columns());
    Window window = sources.start();
    try {
      CsvRows first = new CsvRows(sources.limits(), scanner, List.of(), window, Position.START);
      List<String> names = format.header() ? first.header() : first.numbered();
      if (at.rows() == 0) {
        Position behindHeader = new Position(window.offset(), first.line, 0, false);
        return new CsvRows(sources.limits(), scanner, names, window, behindHeader);
      }
      window.close();
      return new CsvRows(sources.limits(), scanner, names, sources.at(at.offset()), at);
    } catch (IOException | RuntimeException e) {
      window.close();
      throw e;
    }
  }

  private List<String> header() throws IOException {
    List<String> header = firstFields();
    if (!header.isEmpty()) {
      line += scanner.lineEnds() + 1L;
      window.pass(scanner.end() - window.from());
    }
    return ColumnNames.of(header);
  }

  private List<String> numbered() throws IOException {
    return ColumnNames.numbered(firstFields().size());
  }

  private List<String> firstFields() throws IOException {
    if (!atRecord()) {
      return List.of();
    }
    if (scan() != Found.RECORD) {
      throw Refusal.of(
          Refusal.corrupt("The first record, on line %d, can't be read.".formatted(line + 1)));
    }
    if (scanner.fields() > limits.columns()) {
      throw Refusal.of(
          Refusal.tooLarge(
              "There are %d columns; at most %d are read."
                  .formatted(scanner.fields(), limits.columns())));
    }
    List<String> fields = new ArrayList<>();
    for (int field = 0; field < scanner.fields(); field++) {
      String text = scanner.text(window.buffer(), field);
      if (text == null) {
        throw Refusal.of(Refusal.corrupt("The first record is not in the encoding of the file."));
      }
      fields.add(text);
    }
    return fields;
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (!atRecord()) {
      return null;
    }
    rows++;
    return switch (scan()) {
      case RECORD -> record();
      case MORE -> tooLong();
      case UNCLOSED_QUOTE ->
          firstLine(Flaw.UNCLOSED_QUOTE.with("A quote that opens on this line is never closed."));
      case TEXT_AFTER_QUOTE ->
          firstLine(
              Flaw.TEXT_AFTER_QUOTE.with(
                  "Behind a closing quote there must be a delimiter or the end of the line."));
    };
  }

  /** Passes empty lines; whether a record follows. */
  private boolean atRecord() throws IOException {
    while (true) {
      if (window.from() == window.to()) {
        if (!window.more()) {
          return false;
        }
      } else {
        byte octet = window.buffer()[window.from()];
        if (octet != '\n' && octet != '\r') {
          return true;
        }
        passLineEnd(octet);
        line++;
      }
    }
  }

  private void passLineEnd(byte octet) throws IOException {
    if (octet == '\r' && window.to() - window.from() == 1) {
      window.more();
    }
    boolean both =
        octet == '\r'
            && window.to() - window.from() > 1
            && window.buffer()[window.from() + 1] == '\n';
    window.pass(both ? 2 : 1);
  }

  private Found scan() throws IOException {
    while (true) {
      Found found = scanner.scan(window.buffer(), window.from(), window.to(), window.ended());
      if (found != Found.MORE || (!window.more() && !window.ended())) {
        return found;
      }
    }
  }

  private Row record() {
    long start = line + 1;
    int end = scanner.end();
    Span span = new Span(window.offset(), window.length(window.from(), end));
    Row row = row(start, span);
    line += scanner.lineEnds() + 1L;
    window.pass(end - window.from());
    return row;
  }

  private Row row(long start, Span span) {
    int fields = scanner.fields();
    if (fields > names.size() && !restEmpty(fields)) {
      return new Row.Bad(
          rows,
          start,
          span,
          Flaw.TOO_MANY_FIELDS.with("%d fields, but %d columns.".formatted(fields, names.size())));
    }
    @Nullable Object[] values = new @Nullable Object[names.size()];
    byte[] buffer = window.buffer();
    int last = Math.min(fields, values.length);
    for (int field = 0; field < last; field++) {
      String text = scanner.text(buffer, field);
      if (text == null) {
        return new Row.Bad(
            rows,
            start,
            span,
            Flaw.INVALID_ENCODING.with(
                "The field of column %s has bytes that are no text.".formatted(names.get(field))));
      }
      values[field] = text;
    }
    return new Row.Good(
        rows, start, span, names, Collections.unmodifiableList(Arrays.asList(values)));
  }

  private boolean restEmpty(int fields) {
    if (fields > limits.columns()) {
      return false;
    }
    for (int field = names.size(); field < fields; field++) {
      if (!scanner.empty(field)) {
        return false;
      }
    }
    return true;
  }

  private Row tooLong() throws IOException {
    boolean lostQuote = scanner.inQuotes() && lineEnd(window.from()) >= 0;
    return firstLine(
        lostQuote
            ? Flaw.UNCLOSED_QUOTE.with(
                "A quote that opens on this line is not closed within %d bytes."
                    .formatted(limits.rowBytes()))
            : Flaw.LINE_TOO_LONG.with(
                "The row is longer than %d bytes.".formatted(limits.rowBytes())));
  }

  /** Gives up the first line of the record, holding no more than is held already. */
  private Row firstLine(Problem problem) throws IOException {
    long start = window.offset();
    int end = lineEnd(window.from());
    while (end < 0) {
      window.pass(window.to() - window.from());
      if (!window.more()) {
        break;
      }
      end = lineEnd(window.from());
    }
    if (end >= 0) {
      window.pass(end - window.from());
      passLineEnd(window.buffer()[window.from()]);
    }
    line++;
    return new Row.Bad(rows, line, new Span(start, window.offset() - start), problem);
  }

  /** The next line end in the buffer, or -1. */
  private int lineEnd(int from) {
    byte[] buffer = window.buffer();
    for (int at = from; at < window.to(); at++) {
      if (buffer[at] == '\n' || buffer[at] == '\r') {
        return at;
      }
    }
    return -1;
  }

  @Override
  public List<String> columns() {
    return names;
  }

  @Override
  public Position position() {
    return new Position(window.offset(), line, rows, false);
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}

package dev.cairn.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV as RFC 4180 has them. */
final class CsvLine {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPECIAL = ",\"\r\n";

  /** A cell that begins so is a formula to a spreadsheet, which would run it. */
  private static final String FORMULA = "=+-@\t\r";

  private CsvLine() {}

  /** The line of column names. */
  static String of(List<String> columns) {
    return columns.stream().map(CsvLine::text).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** One record: its fields in the order of the columns; lists and objects stay JSON. */
  static String of(List<String> columns, String json) {
    try {
      JsonNode record = JSON.readTree(json);
      return columns.stream()
          .map(column -> cell(record.get(column)))
          .collect(Collectors.joining(",", "", "\r\n"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is no JSON", e);
    }
  }

  private static String cell(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    return value.isTextual() ? text(value.textValue()) : quoted(value.toString());
  }

  private static String text(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return quoted(formula ? "'" + text : text);
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}

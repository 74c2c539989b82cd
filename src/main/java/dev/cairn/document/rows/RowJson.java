package dev.cairn.document.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as one JSON object on one line: a document of its own. Columns in order; nothing is lost:
 * what CSV has as text stays text, with its leading zeros; decimals keep their digits; numbers that
 * JSON can't write are the strings {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
public final class RowJson {

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private static final int USUAL_BYTES = 256;

  private RowJson() {}

  /** The row in UTF-8, without line end. */
  public static byte[] line(Row.Good row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, row);
    } catch (JsonGenerationException e) {
      return escaped(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** JSON may hold half a pair, by its escape; UTF-8 can't. */
  private static byte[] escaped(Row.Good row) {
    StringWriter out = new StringWriter(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature()), row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, Row.Good row) throws IOException {
    json.writeStartObject();
    for (int at = 0; at < row.names().size(); at++) {
      json.writeFieldName(row.names().get(at));
      write(json, row.values().get(at));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Double number -> write(json, number.doubleValue());
      case BigDecimal number -> json.writeNumber(number.toString());
      case Boolean bool -> json.writeBoolean(bool);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      default -> throw new IllegalArgumentException("no value of a row: " + value.getClass());
    }
  }

  private static void write(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }
}

package dev.cairn.document.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.document.HeldBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What tests of readers do by hand. */
final class Hand {

  static final ObjectMapper JSON = new ObjectMapper();

  static final RowFormat.Csv CSV = new RowFormat.Csv(List.of(), Encoding.UTF_8, ',', '"', true);
  static final RowFormat.Jsonl JSONL = new RowFormat.Jsonl(List.of(), Encoding.UTF_8);
  static final RowFormat.Json ARRAY = new RowFormat.Json(List.of(), Encoding.UTF_8, null);

  private Hand() {}

  static RowFormat sniffed(Bytes bytes) throws IOException {
    return sniffed(bytes, Hints.NONE);
  }

  static RowFormat sniffed(Bytes bytes, Hints hints) throws IOException {
    Sniffed sniffed = Sniffer.sniff(bytes, hints, Limits.DEFAULT);
    if (sniffed instanceof Sniffed.Rows rows) {
      return rows.format();
    }
    throw new AssertionError("no rows: " + sniffed);
  }

  static List<Row> rows(Bytes bytes) throws IOException {
    return rows(bytes, sniffed(bytes));
  }

  static List<Row> csv(String text) throws IOException {
    return rows(HeldBytes.of("rows.csv", text), CSV);
  }

  static List<Row> jsonl(String text) throws IOException {
    return rows(HeldBytes.of("rows.jsonl", text), JSONL);
  }

  static List<Row> array(String text) throws IOException {
    return rows(HeldBytes.of("rows.json", text), ARRAY);
  }

  static List<Row> rows(Bytes bytes, RowFormat format) throws IOException {
    return rows(bytes, format, Position.START, Limits.DEFAULT);
  }

  static List<Row> rows(Bytes bytes, RowFormat format, Position at, Limits limits)
      throws IOException {
    try (RowReader reader = RowReaders.open(bytes, format, at, limits)) {
      List<Row> rows = new ArrayList<>();
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
      return rows;
    }
  }

  /** Rows in short: a good one as JSON, a bad one as its line and kind. */
  static List<String> brief(List<Row> rows) {
    return rows.stream().map(Hand::brief).toList();
  }

  static String brief(Row row) {
    return switch (row) {
      case Row.Good good -> new String(RowJson.line(good), java.nio.charset.StandardCharsets.UTF_8);
      case Row.Bad bad -> bad.line() + " " + bad.problem().kind();
    };
  }

  /** Through JSON and back, as it is stored. */
  static Position stored(Position position) {
    return stored(position, Position.class);
  }

  static <T> T stored(T value, Class<T> type) {
    try {
      return JSON.readValue(JSON.writeValueAsString(value), type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] packed(byte[] bytes, @Nullable Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packer =
        switch (compression) {
          case null -> out;
          case GZIP -> new GZIPOutputStream(out);
          case ZSTD -> new ZstdOutputStream(out);
        }) {
      packer.write(bytes);
    }
    return out.toByteArray();
  }
}

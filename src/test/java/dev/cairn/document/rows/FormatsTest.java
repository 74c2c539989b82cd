package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.Compression;
import dev.cairn.document.HeldBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Formats, encodings, packings and sizes, all with all: sniffed by content, and read. */
class FormatsTest {

  /** How a text is written. */
  private record Written(String name, Charset charset, String mark) {}

  private static final List<Written> ENCODINGS =
      List.of(
          new Written("UTF-8", StandardCharsets.UTF_8, ""),
          new Written("UTF-8 with mark", StandardCharsets.UTF_8, "\uFEFF"),
          new Written("UTF-16LE", StandardCharsets.UTF_16LE, ""),
          new Written("UTF-16LE with mark", StandardCharsets.UTF_16LE, "\uFEFF"),
          new Written("UTF-16BE", StandardCharsets.UTF_16BE, ""),
          new Written("UTF-16BE with mark", StandardCharsets.UTF_16BE, "\uFEFF"),
          new Written("Windows-1252", Charset.forName("windows-1252"), ""));

  private static final List<String> TEXTS = List.of("comma", "tab", "semicolon", "jsonl", "json");
  private static final int[] SIZES = {0, 1, 2, 3, 40, 5_000};

  static Stream<Arguments> texts() {
    List<Arguments> all = new ArrayList<>();
    for (String format : TEXTS) {
      for (Written written : ENCODINGS) {
        for (@Nullable Compression packing :
            new @Nullable Compression[] {null, Compression.GZIP, Compression.ZSTD}) {
          all.add(Arguments.of(format, written.name(), packing));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyTextIsSniffedAndReadAsItWasWritten(
      String format, String encoding, @Nullable Compression packing) throws IOException {
    Written written =
        ENCODINGS.stream().filter(each -> each.name().equals(encoding)).findFirst().orElseThrow();
    for (int size : SIZES) {
      String text = written.mark() + text(format, size);
      byte[] bytes = Hand.packed(text.getBytes(written.charset()), packing);
      HeldBytes held = HeldBytes.of("upload." + extension(format), bytes);
      RowFormat sniffed = Hand.stored(Hand.sniffed(held), RowFormat.class);
      List<Row> rows = Hand.rows(held, sniffed);
      assertThat(rows).as("%d rows", size).hasSize(size);
      for (int row = 0; row < size; row++) {
        Row.Good good = (Row.Good) rows.get(row);
        assertThat(good.names()).containsExactly("id", "größe", "note");
        assertThat(good.values()).containsExactly(values(format, row));
      }
    }
  }

  private static String extension(String format) {
    return format.startsWith("json") ? format : format.equals("tab") ? "tsv" : "csv";
  }

  private static @Nullable Object[] values(String format, int row) {
    return format.startsWith("json")
        ? new @Nullable Object[] {(long) row, row + 0.5, "note é, " + row}
        : new @Nullable Object[] {"0" + row, row + ".5", "note é, " + row};
  }

  private static String text(String format, int size) {
    StringBuilder text = new StringBuilder(format.equals("json") ? "[" : header(format));
    for (int row = 0; row < size; row++) {
      text.append(
          switch (format) {
            case "jsonl" -> json(row) + (row % 2 == 0 ? "\n" : "\r\n");
            case "json" -> (row == 0 ? "" : ",\n") + json(row);
            default -> csv(delimiter(format), row);
          });
    }
    return text + (format.equals("json") ? "]" : "");
  }

  private static String header(String format) {
    String delimiter = delimiter(format);
    return format.equals("jsonl") ? "" : "id" + delimiter + "größe" + delimiter + "note\n";
  }

  private static String delimiter(String format) {
    return format.equals("tab") ? "\t" : format.equals("semicolon") ? ";" : ",";
  }

  private static String json(int row) {
    return "{\"id\":%d,\"größe\":%d.5,\"note\":\"note é, %d\"}".formatted(row, row, row);
  }

  private static String csv(String delimiter, int row) {
    return String.join(delimiter, "0" + row, row + ".5", "\"note é, " + row + "\"") + "\r\n";
  }

  static Stream<Arguments> binaries() {
    return Stream.of("xlsx", "parquet")
        .flatMap(
            format ->
                Stream.<@Nullable Compression>of(null, Compression.GZIP, Compression.ZSTD)
                    .map(packing -> Arguments.of(format, packing)));
  }

  @ParameterizedTest
  @MethodSource("binaries")
  void everyBinaryIsSniffedAndReadAsItWasWritten(String format, @Nullable Compression packing)
      throws Exception {
    for (int size : new int[] {0, 1, 3, 1_500}) {
      byte[] bytes = format.equals("xlsx") ? xlsx(size) : ParquetFiles.numbered(size);
      HeldBytes held = HeldBytes.of("upload", Hand.packed(bytes, packing));
      RowFormat sniffed = Hand.stored(Hand.sniffed(held), RowFormat.class);
      List<Row> rows = Hand.rows(held, sniffed);
      assertThat(rows).as("%d rows", size).hasSize(size);
      for (int row = 0; row < size; row++) {
        Row.Good good = (Row.Good) rows.get(row);
        assertThat(good.names()).containsExactly("id", "größe", "note");
        assertThat(good.values()).isEqualTo(Arrays.asList((long) row, row + 0.5, "note é, " + row));
      }
    }
  }

  static byte[] xlsx(int size) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      var sheet = book.createSheet("data");
      var header = sheet.createRow(0);
      header.createCell(0).setCellValue("id");
      header.createCell(1).setCellValue("größe");
      header.createCell(2).setCellValue("note");
      for (int row = 0; row < size; row++) {
        var cells = sheet.createRow(row + 1);
        cells.createCell(0).setCellValue(row);
        cells.createCell(1).setCellValue(row + 0.5);
        cells.createCell(2).setCellValue("note é, " + row);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      book.write(out);
      return out.toByteArray();
    }
  }
}

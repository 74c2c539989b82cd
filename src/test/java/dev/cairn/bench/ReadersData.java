package dev.cairn.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/** The files of {@link ReadersBench}, and how the bare libraries read them. */
final class ReadersData {

  private static final int ROWS = 300_000;
  private static final int SHEET_ROWS = 60_000;
  private static final String[] WORDS = {
    "cairn", "ridge", "saddle", "moraine", "col", "summit", "scree", "path", "hütte", "spring"
  };

  /** Reads a file with a library alone. */
  interface Bare {
    long rows(Path file) throws Exception;
  }

  /** A file and who reads it bare. */
  record Case(String name, Path file, String library, Bare bare) {}

  private ReadersData() {}

  static List<Case> cases(Path folder) throws Exception {
    Path csv =
        lines(folder.resolve("plain.csv"), "id,name,height,visited,note\n", ReadersData::csv);
    Path quoted = lines(folder.resolve("quoted.csv"), "id,name,note\n", ReadersData::quoted);
    Path jsonl = lines(folder.resolve("rows.jsonl"), "", row -> json(row) + "\n");
    Path array =
        lines(
            folder.resolve("rows.json"), "[", row -> json(row) + (row == ROWS - 1 ? "]\n" : ",\n"));
    return List.of(
        new Case("CSV", csv, "FastCSV", ReadersData::fastCsv),
        new Case("CSV, quoted, many lines", quoted, "FastCSV", ReadersData::fastCsv),
        new Case("JSONL", jsonl, "Jackson, streaming", ReadersData::jackson),
        new Case("JSON array", array, "Jackson, streaming", ReadersData::jackson),
        new Case("CSV.gz", gzip(csv), "FastCSV on GZIPInputStream", ReadersData::fastCsv),
        new Case("CSV.zst", zstd(csv), "FastCSV on ZstdInputStream", ReadersData::fastCsv),
        new Case("Parquet", parquet(csv), "DuckDB read_parquet", ReadersData::duckDb),
        new Case("XLSX", xlsx(folder.resolve("rows.xlsx")), "fastexcel", ReadersData::fastExcel));
  }

  private static Path lines(Path file, String head, IntFunction<String> line) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      out.write(head);
      for (int row = 0; row < ROWS; row++) {
        out.write(line.apply(row));
      }
    }
    return file;
  }

  private static String words(int row, int count) {
    Random random = new Random(row);
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < count; word++) {
      text.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private static String csv(int row) {
    return String.format(
        Locale.ROOT,
        "%d,%s,%.2f,2026-01-%02d,%s%n",
        row,
        words(row, 2),
        row * 0.37,
        row % 28 + 1,
        words(row + 1, 8));
  }

  private static String quoted(int row) {
    return "%d,\"%s\",\"%s, \"\"%s\"\"%n%s\"%n"
        .formatted(row, words(row, 2), words(row + 1, 5), words(row, 1), words(row + 2, 3));
  }

  private static String json(int row) {
    return String.format(
        Locale.ROOT,
        "{\"id\":%d,\"name\":\"%s\",\"height\":%.2f,\"open\":%b,\"at\":{\"x\":%d,\"y\":[1,2]},\"note\":\"%s\"}",
        row,
        words(row, 2),
        row * 0.37 + 0.01,
        row % 2 == 0,
        row % 90,
        words(row + 1, 12));
  }

  private static Path gzip(Path file) throws IOException {
    Path packed = Path.of(file + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return packed;
  }

  private static Path zstd(Path file) throws IOException {
    Path packed = Path.of(file + ".zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return packed;
  }

  private static Path parquet(Path csv) throws Exception {
    Path file = csv.resolveSibling("rows.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("copy (from '%s') to '%s' (format parquet)".formatted(csv, file));
    }
    return file;
  }

  private static Path xlsx(Path file) throws IOException {
    try (SXSSFWorkbook book = new SXSSFWorkbook(100);
        OutputStream out = Files.newOutputStream(file)) {
      var sheet = book.createSheet("rows");
      for (int row = 0; row <= SHEET_ROWS; row++) {
        var cells = sheet.createRow(row);
        for (int column = 0; column < 8; column++) {
          var cell = cells.createCell(column);
          if (row == 0) {
            cell.setCellValue("c" + column);
          } else if (column % 2 == 0) {
            cell.setCellValue(row * 0.5 + column);
          } else {
            cell.setCellValue(words(row + column, 2));
          }
        }
      }
      book.write(out);
    }
    return file;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    String name = file.toString();
    return name.endsWith(".gz")
        ? new GZIPInputStream(in, 1 << 16)
        : name.endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  private static long fastCsv(Path file) throws Exception {
    long rows = 0;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(open(file), StandardCharsets.UTF_8)) {
      for (CsvRecord record : reader) {
        rows += record.getFieldCount() > 0 ? 1 : 0;
      }
    }
    return rows - 1;
  }

  private static long jackson(Path file) throws Exception {
    long rows = 0;
    Object last = null;
    try (JsonParser parser = new JsonFactory().createParser(open(file))) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT -> rows += depth++ == 0 ? 1 : 0;
          case END_OBJECT -> depth--;
          case FIELD_NAME -> last = parser.currentName();
          case VALUE_STRING -> last = parser.getText();
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> last = parser.getNumberValue();
          default -> last = token;
        }
      }
    }
    return last == null ? 0 : rows;
  }

  private static long duckDb(Path file) throws Exception {
    long rows = 0;
    Properties streamed = new Properties();
    streamed.setProperty("jdbc_stream_results", "true");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", streamed);
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery("select * from read_parquet('%s')".formatted(file))) {
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        for (int column = 1; column <= columns; column++) {
          results.getObject(column);
        }
        rows++;
      }
    }
    return rows;
  }

  private static long fastExcel(Path file) throws Exception {
    long rows = 0;
    long values = 0;
    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile());
        var sheet = book.getFirstSheet().openStream()) {
      var iterator = sheet.iterator();
      while (iterator.hasNext()) {
        for (Cell cell : iterator.next()) {
          values += cell == null || cell.getValue() == null ? 0 : 1;
        }
        rows++;
      }
    }
    return values == 0 ? 0 : rows - 1;
  }
}

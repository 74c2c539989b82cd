package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.document.HeldBytes;
import dev.cairn.document.LocalBytes;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data, read by other readers too. */
class OracleTest {

  static Stream<Path> csvFiles() throws IOException {
    return files(".csv");
  }

  static Stream<Path> jsonFiles() throws IOException {
    return Stream.concat(files(".json"), files(".jsonl"))
        .filter(file -> !file.endsWith("metadata.json"));
  }

  static Stream<Path> parquetFiles() throws IOException {
    return files(".parquet").filter(file -> !file.toString().contains("bad_"));
  }

  private static Stream<Path> files(String extension) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("datasets", "timeseries", "site", "news")) {
      try (Stream<Path> all = Files.walk(HeldBytes.data().resolve(folder))) {
        files.addAll(all.filter(file -> file.toString().endsWith(extension)).sorted().toList());
      }
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("csvFiles")
  void csvIsWhatCommonsCsvAndDuckDbRead(Path file) throws Exception {
    RowFormat.Csv format = (RowFormat.Csv) Hand.sniffed(LocalBytes.of(file));
    assertThat(format.header()).isTrue();
    List<List<@Nullable Object>> ours = values(file, format);
    List<List<String>> theirs = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord record :
          CSVFormat.DEFAULT.builder().setSkipHeaderRecord(true).setHeader().get().parse(reader)) {
        theirs.add(record.toList());
      }
    }
    assertThat(ours).isEqualTo(theirs);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "select * from read_csv('%s', all_varchar=true, nullstr='\u0001', header=true)"
                    .formatted(file))) {
      int row = 0;
      while (results.next()) {
        for (int column = 0; column < ours.get(row).size(); column++) {
          assertThat(results.getString(column + 1)).isEqualTo(ours.get(row).get(column));
        }
        row++;
      }
      assertThat(row).isEqualTo(ours.size());
    }
  }

  private static List<List<@Nullable Object>> values(Path file, RowFormat format)
      throws IOException {
    return Hand.rows(LocalBytes.of(file), format).stream()
        .map(row -> ((Row.Good) row).values())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("jsonFiles")
  void jsonIsWhatJacksonReads(Path file) throws IOException {
    List<JsonNode> theirs = new ArrayList<>();
    if (file.toString().endsWith(".jsonl")) {
      for (String line : Files.readAllLines(file)) {
        theirs.add(Hand.JSON.readTree(line));
      }
    } else {
      Hand.JSON.readTree(Files.readAllBytes(file)).forEach(theirs::add);
    }
    List<Row> ours = Hand.rows(LocalBytes.of(file));
    assertThat(ours).hasSize(theirs.size());
    for (int row = 0; row < ours.size(); row++) {
      assertThat(Hand.JSON.readTree(RowJson.line((Row.Good) ours.get(row))))
          .isEqualTo(Hand.JSON.readTree(theirs.get(row).toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AverageTaxRates.xlsx",
        "DataTableCities.xlsx",
        "DateFormatTests.xlsx",
        "simple-monthly-budget.xlsx"
      })
  void sheetsAreWhatPoiReads(String name) throws IOException {
    Path file = HeldBytes.data().resolve("datasets/xlsx").resolve(name);
    try (XSSFWorkbook book = new XSSFWorkbook(Files.newInputStream(file))) {
      for (int index = 0; index < book.getNumberOfSheets(); index++) {
        var sheet = book.getSheetAt(index);
        Hints hints =
            Hints.NONE.withSheet(sheet.getSheetName()).with(new Hints.Dialect(null, null, false));
        for (Row row : Hand.rows(LocalBytes.of(file), Hand.sniffed(LocalBytes.of(file), hints))) {
          Row.Good good = (Row.Good) row;
          for (int column = 0; column < good.values().size(); column++) {
            Cell cell = sheet.getRow((int) row.line() - 1).getCell(column);
            assertThat(withoutMidnight(good.values().get(column)))
                .as("%s, sheet %s, row %s, column %s", name, index, row.line(), column)
                .isEqualTo(value(cell));
          }
        }
      }
    }
  }

  /** Which POI doesn't tell from a date alone. */
  private static @Nullable Object withoutMidnight(@Nullable Object value) {
    return value instanceof String text ? text.replace("T00:00:00", "") : value;
  }

  private static @Nullable Object value(@Nullable Cell cell) {
    if (cell == null) {
      return null;
    }
    CellType type =
        cell.getCellType() == CellType.FORMULA
            ? cell.getCachedFormulaResultType()
            : cell.getCellType();
    return switch (type) {
      case STRING -> cell.getStringCellValue().isEmpty() ? null : cell.getStringCellValue();
      case BOOLEAN -> cell.getBooleanCellValue();
      case NUMERIC -> number(cell);
      default -> null;
    };
  }

  private static Object number(Cell cell) {
    double value = cell.getNumericCellValue();
    boolean elapsed = cell.getCellStyle().getDataFormatString().matches(".*\\[[hms]+].*");
    if (DateUtil.isCellDateFormatted(cell) && !elapsed) {
      LocalDateTime time = cell.getLocalDateTimeCellValue();
      return time.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? time.toLocalDate().toString()
          : time.format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
    return value == Math.rint(value) ? (Object) (long) value : (Object) value;
  }

  @ParameterizedTest
  @MethodSource("parquetFiles")
  void parquetFilesAreReadOrRefused(Path file) throws IOException {
    List<Row> rows = Hand.rows(LocalBytes.of(file));
    assertThat(rows).isNotEmpty();
    for (Row row : rows) {
      assertThat(Hand.JSON.readTree(RowJson.line((Row.Good) row)).isObject()).isTrue();
    }
  }
}

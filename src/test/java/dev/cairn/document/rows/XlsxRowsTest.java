package dev.cairn.document.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HeldBytes;
import dev.cairn.job.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class XlsxRowsTest {

  @Test
  void titlesStandAboveTheHeaderAndDatesAreIso() throws IOException {
    HeldBytes bytes =
        workbook(
            book -> {
              var sheet = book.createSheet("Report");
              CellStyle date = book.createCellStyle();
              date.setDataFormat(book.createDataFormat().getFormat("dd/mm/yyyy"));
              sheet.createRow(0).createCell(0).setCellValue("Report of the year");
              var header = sheet.createRow(2);
              header.createCell(0).setCellValue("day");
              header.createCell(1).setCellValue("open");
              header.createCell(2).setCellValue("open");
              var row = sheet.createRow(3);
              var day = row.createCell(0);
              day.setCellValue(46_053);
              day.setCellStyle(date);
              row.createCell(1).setCellValue(true);
              row.createCell(2).setCellErrorValue((byte) 7);
            });
    assertThat(Hand.sniffed(bytes)).isEqualTo(new RowFormat.Xlsx(List.of(), "Report", 3, 3));
    assertThat(Hand.brief(Hand.rows(bytes)))
        .containsExactly("{\"day\":\"2026-01-31\",\"open\":true,\"open_2\":null}");
    assertThat(Hand.rows(bytes).getFirst().line()).isEqualTo(4);
  }

  @Test
  void aSheetIsChosenByNameOrIndex() throws IOException {
    HeldBytes bytes =
        workbook(
            book -> {
              book.createSheet("empty");
              book.createSheet("one").createRow(0).createCell(0).setCellValue("a");
              book.createSheet("two").createRow(0).createCell(0).setCellValue("b");
            });
    assertThat(sheet(bytes, Hints.NONE)).isEqualTo("one");
    assertThat(sheet(bytes, Hints.NONE.withSheet("two"))).isEqualTo("two");
    assertThat(sheet(bytes, Hints.NONE.withSheet("#2"))).isEqualTo("two");
    assertThat(Sniffer.sniff(bytes, Hints.NONE.withSheet("three"), Limits.DEFAULT))
        .isInstanceOf(Sniffed.NotRows.class);
  }

  /** The parser filled its heap of it. */
  @Test
  void aCellBeyondTheLastColumnIsRefused() {
    byte[] sheet =
        "<row r=\"1\"><c r=\"ZZZZZZ1\"/></row>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new CellReferences().look(sheet, sheet.length))
        .isInstanceOf(ProblemException.class);
    byte[] last =
        "<c r=\"XFD1048576\" spans=\"1:2\"/>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    new CellReferences().look(last, last.length);
  }

  private static String sheet(HeldBytes bytes, Hints hints) throws IOException {
    return ((RowFormat.Xlsx) Hand.sniffed(bytes, hints)).sheet();
  }

  private static HeldBytes workbook(Consumer<XSSFWorkbook> content) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      content.accept(book);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      book.write(out);
      return HeldBytes.of("x.xlsx", out.toByteArray());
    }
  }
}

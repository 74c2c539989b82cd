package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.document.Compression;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/** Looks into a workbook: which sheet, which row names the columns, and how many there are. */
final class XlsxSniffer {

  /** Rows that are looked at for the width of the table. */
  private static final int ROWS = 1_000;

  /** And among these the header is sought. */
  private static final int HEADER_ROWS = 100;

  private record Seen(int number, int filled, int width, List<String> texts) {}

  private XlsxSniffer() {}

  /** The format, or nothing when a zip is no workbook. */
  static Optional<RowFormat> sniff(
      Bytes bytes, List<Compression> packing, Hints hints, Limits limits) throws IOException {
    if (!isWorkbook(bytes, packing, limits)) {
      return Optional.empty();
    }
    try (Workbook workbook = Workbook.open(bytes, packing, limits)) {
      Sheet sheet = sheet(workbook, hints);
      List<Seen> seen = seen(workbook, sheet, limits);
      int columns = seen.stream().mapToInt(Seen::width).max().orElse(0);
      return Optional.of(
          new RowFormat.Xlsx(packing, sheet.getName(), headerRow(seen, hints), columns));
    }
  }

  private static boolean isWorkbook(Bytes bytes, List<Compression> packing, Limits limits)
      throws IOException {
    try (Held file = Held.of(bytes, packing, limits);
        ZipFile zip = new ZipFile(file.path().toFile())) {
      return zip.getEntry("xl/workbook.xml") != null;
    } catch (ZipException e) {
      throw Refusal.of(Refusal.corrupt("The zip archive is damaged."));
    }
  }

  /** The one that is wished for, else the first that is shown and has something in it. */
  private static Sheet sheet(Workbook workbook, Hints hints) {
    if (hints.sheet() != null) {
      return workbook.sheet(hints.sheet());
    }
    List<Sheet> sheets = Workbook.sound(() -> workbook.book().getSheets().toList());
    List<Sheet> shown =
        sheets.stream().filter(each -> each.getVisibility() == SheetVisibility.VISIBLE).toList();
    return shown.stream()
        .filter(each -> hasRows(workbook, each))
        .findFirst()
        .or(() -> shown.stream().findFirst())
        .or(() -> sheets.stream().findFirst())
        .orElseThrow(() -> noSheet());
  }

  private static ProblemException noSheet() {
    return Refusal.of(Refusal.noRows("There is no sheet in the workbook."));
  }

  private static boolean hasRows(Workbook workbook, Sheet sheet) {
    Iterator<Row> rows = workbook.rows(sheet);
    while (Workbook.sound(rows::hasNext)) {
      if (SheetCells.count(Workbook.sound(rows::next)) > 0) {
        return true;
      }
    }
    return false;
  }

  private static List<Seen> seen(Workbook workbook, Sheet sheet, Limits limits) {
    SheetCells cells = new SheetCells(workbook.book().isDate1904());
    List<Seen> seen = new ArrayList<>();
    Iterator<Row> rows = workbook.rows(sheet);
    while (seen.size() < ROWS && Workbook.sound(rows::hasNext)) {
      Row row = Workbook.sound(rows::next);
      int filled = SheetCells.count(row);
      if (filled > 0) {
        int width = Math.min(SheetCells.width(row), limits.columns());
        boolean early = seen.size() < HEADER_ROWS;
        List<String> texts =
            early ? Workbook.sound(() -> cells.texts(row, width)) : List.<String>of();
        seen.add(new Seen(row.getRowNum(), filled, width, texts));
      }
    }
    return seen;
  }

  /** Titles fill a cell or two; a header fills more than half of what the fullest row does. */
  private static int headerRow(List<Seen> seen, Hints hints) {
    List<Seen> early = seen.subList(0, Math.min(seen.size(), HEADER_ROWS));
    int fullest = early.stream().mapToInt(Seen::filled).max().orElse(0);
    List<Seen> table = early.stream().dropWhile(row -> row.filled() * 2 <= fullest).toList();
    Boolean known = hints.dialect().header();
    boolean header =
        known == null
            ? Header.stands(table.stream().map(Seen::texts).toList())
            : known.booleanValue();
    return header && !table.isEmpty() ? table.getFirst().number() : 0;
  }
}

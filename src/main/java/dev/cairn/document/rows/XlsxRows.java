package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import dev.cairn.job.Problem;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a sheet. Formulas give the value that was computed last, errors null, merged cells their
 * value once; rows without a value are none.
 */
final class XlsxRows implements RowReader {

  private final Workbook workbook;
  private final Iterator<org.dhatim.fastexcel.reader.Row> sheet;
  private final SheetCells cells;
  private final List<String> names;
  private long line;
  private long rows;

  private XlsxRows(
      Workbook workbook,
      Iterator<org.dhatim.fastexcel.reader.Row> sheet,
      SheetCells cells,
      List<String> names,
      Position at) {
    this.workbook = workbook;
    this.sheet = sheet;
    this.cells = cells;
    this.names = names;
    this.line = at.line();
    this.rows = at.rows();
  }

  static XlsxRows open(Bytes bytes, RowFormat.Xlsx format, Position at, Limits limits)
      throws IOException {
    Workbook workbook = Workbook.open(bytes, format.packing(), limits);
    try {
      Sheet chosen = workbook.sheet(format.sheet());
      SheetCells cells = new SheetCells(workbook.book().isDate1904());
      Iterator<org.dhatim.fastexcel.reader.Row> sheet = workbook.rows(chosen);
      List<String> names =
          format.headerRow() == 0
              ? ColumnNames.numbered(format.columns())
              : ColumnNames.of(header(sheet, format, cells));
      XlsxRows rows = new XlsxRows(workbook, sheet, cells, names, Position.START);
      rows.skip(at);
      return rows;
    } catch (RuntimeException e) {
      workbook.close();
      throw e;
    }
  }

  /** Goes behind the header. */
  private static List<String> header(
      Iterator<org.dhatim.fastexcel.reader.Row> sheet, RowFormat.Xlsx format, SheetCells cells) {
    while (Workbook.sound(sheet::hasNext)) {
      var row = Workbook.sound(sheet::next);
      if (row.getRowNum() >= format.headerRow()) {
        return Workbook.sound(() -> cells.texts(row, format.columns()));
      }
    }
    return List.of();
  }

  private void skip(Position at) {
    boolean more = true;
    while (more && rows < at.rows()) {
      more = next() != null;
    }
  }

  @Override
  public @Nullable Row next() {
    while (Workbook.sound(sheet::hasNext)) {
      var row = Workbook.sound(sheet::next);
      if (SheetCells.count(row) > 0) {
        line = row.getRowNum();
        rows++;
        return row(row);
      }
    }
    return null;
  }

  private Row row(org.dhatim.fastexcel.reader.Row row) {
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (Cell cell : row) {
      Object value = cell == null ? null : value(cell);
      int column = cell == null ? 0 : cell.getColumnIndex();
      if (value != null && column >= values.length) {
        return bad(
            Flaw.TOO_MANY_FIELDS.with(
                "There is a value in column %d, but there are %d columns."
                    .formatted(column + 1, values.length)));
      }
      if (value != null) {
        values[column] = value;
      }
    }
    return new Row.Good(
        rows, line, null, names, Collections.unmodifiableList(Arrays.asList(values)));
  }

  private @Nullable Object value(Cell cell) {
    try {
      return cells.value(cell);
    } catch (RuntimeException e) {
      throw Refusal.of(Refusal.corrupt("A cell of row %d can't be read.".formatted(line)));
    }
  }

  private Row bad(Problem problem) {
    return new Row.Bad(rows, line, null, problem);
  }

  @Override
  public List<String> columns() {
    return names;
  }

  @Override
  public Position position() {
    return new Position(0, line, rows, false);
  }

  @Override
  public void close() throws IOException {
    workbook.close();
  }
}

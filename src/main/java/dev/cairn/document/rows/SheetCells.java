package dev.cairn.document.rows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** Values of the cells of a workbook as plain ones. */
final class SheetCells {

  /** A sheet keeps 15 digits. */
  private static final double WHOLE = 1e15;

  private final SheetDates dates;

  SheetCells(boolean since1904) {
    this.dates = new SheetDates(since1904);
  }

  /** Cells that have something in them. */
  static int count(Row row) {
    int count = 0;
    for (Cell cell : row) {
      count += cell != null && filled(cell) ? 1 : 0;
    }
    return count;
  }

  /** Up to the last cell that has something in it. */
  static int width(Row row) {
    int width = 0;
    for (Cell cell : row) {
      width = cell != null && filled(cell) ? Math.max(width, cell.getColumnIndex() + 1) : width;
    }
    return width;
  }

  private static boolean filled(Cell cell) {
    return cell.getType() != CellType.EMPTY
        && cell.getValue() != null
        && !(cell.getValue() instanceof String text && text.isEmpty());
  }

  /** The texts of the first cells, empty where there are none. */
  List<String> texts(Row row, int columns) {
    List<String> texts = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      Cell cell = column < row.getCellCount() ? row.getCell(column) : null;
      Object value = cell == null ? null : value(cell);
      texts.add(value == null ? "" : value.toString());
    }
    return texts;
  }

  @Nullable Object value(Cell cell) {
    return switch (cell.getType()) {
      case NUMBER -> number((BigDecimal) cell.getValue(), cell);
      case STRING -> text(cell.getValue());
      case BOOLEAN -> cell.getValue();
      case FORMULA -> formula(cell);
      case ERROR, EMPTY -> null;
    };
  }

  private @Nullable Object formula(Cell cell) {
    return switch (cell.getValue()) {
      case null -> null;
      case BigDecimal number -> number(number, cell);
      case Boolean bool -> bool;
      case Object other -> isError(other.toString()) ? null : text(other);
    };
  }

  private static boolean isError(String text) {
    return text.matches("#(DIV/0!|N/A|NAME\\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!)");
  }

  private static @Nullable Object text(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  /** Whole numbers are Longs; others are Doubles, which is what a sheet computes with. */
  private Object number(BigDecimal number, Cell cell) {
    String date = dates.iso(number, cell.getDataFormatId(), cell.getDataFormatString());
    if (date != null) {
      return date;
    }
    double value = number.doubleValue();
    if (Math.rint(value) == value && Math.abs(value) < WHOLE) {
      return (long) value;
    }
    return Double.isFinite(value) ? (Object) value : number;
  }
}

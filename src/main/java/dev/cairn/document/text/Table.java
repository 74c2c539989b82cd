package dev.cairn.document.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table under way. When it ends it is either data, written as one line a row with {@code " | "}
 * between cells, or layout (one column, headings in cells, or pages of text in a cell), written as
 * the blocks it holds.
 */
final class Table {

  private static final String BETWEEN_CELLS = " | ";

  /**
   * Longest cell of a data table. Data cells are words or sentences; 1,500 characters are a page's
   * half.
   */
  private static final int LONGEST_CELL = 1_500;

  private static final int MAX_SPAN = 50;

  private record Part(Block.Kind kind, int level, String text) {}

  private static final class Cell {
    final List<Part> parts = new ArrayList<>();
    int span = 1;

    String joined() {
      StringBuilder line = new StringBuilder();
      for (Part part : parts) {
        line.append(line.isEmpty() ? "" : separator(line)).append(part.text().strip());
      }
      return line.toString().replaceAll("\\s+", " ").replace("|", "/");
    }

    private static String separator(StringBuilder line) {
      return Character.isLetterOrDigit(line.charAt(line.length() - 1)) ? "; " : " ";
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();
  private boolean inCell;

  void startRow() {
    rows.add(new ArrayList<>());
    inCell = false;
  }

  void endRow() {
    inCell = false;
  }

  void startCell(String colspan) {
    if (rows.isEmpty()) {
      rows.add(new ArrayList<>());
    }
    Cell cell = new Cell();
    if (colspan.matches("\\d{1,3}")) {
      cell.span = Math.clamp(Integer.parseInt(colspan), 1, MAX_SPAN);
    }
    rows.getLast().add(cell);
    inCell = true;
  }

  void endCell() {
    inCell = false;
  }

  /** A block of text inside the table; outside of cells (a caption) it is a row of its own. */
  void block(Block.Kind kind, int level, String text) {
    if (!inCell) {
      startRow();
      startCell("");
      inCell = false;
    }
    rows.getLast().getLast().parts.add(new Part(kind, level, text));
  }

  /** A table in a cell of this one: its rows become parts of the cell. */
  void nested(Table inner) {
    for (List<Cell> row : inner.rows) {
      String line =
          String.join(", ", row.stream().map(Cell::joined).filter(s -> !s.isBlank()).toList());
      if (!line.isBlank() && inCell) {
        block(Block.Kind.PARAGRAPH, 0, line);
      }
    }
  }

  void writeTo(TextBuilder out) {
    if (isLayout()) {
      rows.forEach(row -> row.forEach(cell -> cell.parts.forEach(part -> write(out, part))));
    } else {
      rows.forEach(row -> out.tableRow(line(row)));
    }
  }

  private static void write(TextBuilder out, Part part) {
    Markup.write(out, part.kind(), part.level(), part.text());
  }

  private boolean isLayout() {
    int columns = 0;
    for (List<Cell> row : rows) {
      columns = Math.max(columns, row.size());
      for (Cell cell : row) {
        if (cell.parts.stream().anyMatch(part -> part.kind() == Block.Kind.HEADING)
            || cell.parts.stream().mapToInt(part -> part.text().length()).sum() > LONGEST_CELL) {
          return true;
        }
      }
    }
    return columns < 2;
  }

  private static String line(List<Cell> row) {
    StringBuilder line = new StringBuilder();
    int pending = 0;
    for (int at = 0; at < row.size(); at++) {
      String text = row.get(at).joined();
      if (!text.isBlank()) {
        line.append(BETWEEN_CELLS.repeat(at == 0 ? 0 : pending)).append(text);
        pending = 0;
      }
      pending += at == row.size() - 1 ? 0 : row.get(at).span;
    }
    return line.toString();
  }
}

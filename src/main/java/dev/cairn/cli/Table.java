package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for people. */
final class Table {

  /** How the cells of a column stand. */
  enum Align {
    LEFT,
    RIGHT
  }

  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<Align> columns, List<String> head) {
    this.columns = List.copyOf(columns);
    row(head);
  }

  Table row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells, " + columns.size() + " columns");
    }
    rows.add(cells.stream().map(Plain::text).toList());
    return this;
  }

  List<String> lines() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - Columns.of(row.get(i)));
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i) == Align.RIGHT ? gap + row.get(i) : row.get(i) + gap);
    }
    return line.toString().stripTrailing();
  }
}

package dev.cairn.document.table;

/** What the values of a column are. */
public enum ColumnType {
  STRING,
  NUMERIC,
  DATETIME,
  BOOLEAN
}

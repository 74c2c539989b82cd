package dev.cairn.document.rows;

import dev.cairn.document.Expansion;
import java.util.Objects;

/**
 * What is read of a row, and of packed bytes.
 *
 * @param rowBytes longest row in bytes, as UTF-8; a longer one is a bad row. It is also the memory
 *     that a reader may need
 * @param nesting levels of arrays and objects below a row that are allowed; one more is a bad row
 * @param columns most columns of a table
 * @param expansion how far packed bytes may grow
 */
public record Limits(int rowBytes, int nesting, int columns, Expansion expansion) {

  /** 16 MiB a row, 100 levels, 16,384 columns (as many as a spreadsheet has). */
  public static final Limits DEFAULT = new Limits(16 << 20, 100, 16_384, Expansion.DEFAULT);

  public Limits {
    Objects.requireNonNull(expansion, "expansion");
    if (rowBytes < 16 || nesting < 0 || columns < 1) {
      throw new IllegalArgumentException("not limits: " + rowBytes + " " + nesting + " " + columns);
    }
  }
}

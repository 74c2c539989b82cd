package dev.cairn.document.rows;

import org.jspecify.annotations.Nullable;

/**
 * What the caller knows better than the sniffer; null is left to the bytes.
 *
 * @param kind the format
 * @param encoding of text formats
 * @param dialect of CSV
 * @param sheet name of a sheet, or its index from 0 as {@code #0}
 * @param field dotted path to the array in JSON
 */
public record Hints(
    RowFormat.@Nullable Kind kind,
    @Nullable Encoding encoding,
    Dialect dialect,
    @Nullable String sheet,
    @Nullable String field) {

  /** Nothing is known. */
  public static final Hints NONE = new Hints(null, null, Dialect.UNKNOWN, null, null);

  /**
   * What is known of separated values.
   *
   * @param header whether the first row names the columns; of sheets too
   */
  public record Dialect(
      @Nullable Character delimiter, @Nullable Character quote, @Nullable Boolean header) {

    /** Nothing is known. */
    public static final Dialect UNKNOWN = new Dialect(null, null, null);
  }

  /** The same with a known format. */
  public Hints with(RowFormat.Kind known) {
    return new Hints(known, encoding, dialect, sheet, field);
  }

  /** The same with a known encoding. */
  public Hints with(Encoding known) {
    return new Hints(kind, known, dialect, sheet, field);
  }

  /** The same with a known dialect. */
  public Hints with(Dialect known) {
    return new Hints(kind, encoding, known, sheet, field);
  }

  /** The same with a chosen sheet. */
  public Hints withSheet(String chosen) {
    return new Hints(kind, encoding, dialect, chosen, field);
  }

  /** The same with the path to the array. */
  public Hints withField(String path) {
    return new Hints(kind, encoding, dialect, sheet, path);
  }
}

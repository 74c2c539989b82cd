package dev.cairn.document.rows;

import dev.cairn.document.Bytes;
import java.io.IOException;

/** Opens readers. */
public final class RowReaders {

  private RowReaders() {}

  /** A reader from the first row on, with the default limits. */
  public static RowReader open(Bytes bytes, RowFormat format) throws IOException {
    return open(bytes, format, Position.START, Limits.DEFAULT);
  }

  /**
   * A reader that goes on behind a place.
   *
   * @param format as sniffed, or made by hand
   * @param at {@link Position#START}, or what a reader of the same bytes and format said
   * @throws dev.cairn.job.ProblemException permanent, when the bytes give no rows at all
   * @throws IOException when the bytes can't be had
   */
  public static RowReader open(Bytes bytes, RowFormat format, Position at, Limits limits)
      throws IOException {
    return switch (format) {
      case RowFormat.Jsonl jsonl ->
          JsonlRows.open(new Sources(bytes, jsonl.packing(), jsonl.encoding(), limits), at);
      case RowFormat.Json json ->
          JsonRows.open(new Sources(bytes, json.packing(), json.encoding(), limits), json, at);
      case RowFormat.Csv csv ->
          CsvRows.open(new Sources(bytes, csv.packing(), csv.encoding(), limits), csv, at);
      case RowFormat.Xlsx xlsx -> XlsxRows.open(bytes, xlsx, at, limits);
      case RowFormat.Parquet parquet -> ParquetRows.open(bytes, parquet, at, limits);
    };
  }
}

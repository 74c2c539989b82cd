package dev.cairn.document.rows;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.cairn.document.Compression;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How rows are written in some bytes. Small; stored as JSON with what was begun, so that who goes
 * on reads the same way.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "format")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RowFormat.Jsonl.class, name = "jsonl"),
  @JsonSubTypes.Type(value = RowFormat.Json.class, name = "json"),
  @JsonSubTypes.Type(value = RowFormat.Csv.class, name = "csv"),
  @JsonSubTypes.Type(value = RowFormat.Xlsx.class, name = "xlsx"),
  @JsonSubTypes.Type(value = RowFormat.Parquet.class, name = "parquet")
})
public sealed interface RowFormat {

  /** The names of the formats. */
  enum Kind {
    JSONL,
    JSON,
    CSV,
    XLSX,
    PARQUET
  }

  /** Compressions around it, from the outermost; mostly none. */
  List<Compression> packing();

  /** An object on each line. */
  record Jsonl(List<Compression> packing, Encoding encoding) implements RowFormat {
    public Jsonl {
      packing = List.copyOf(packing);
      Objects.requireNonNull(encoding, "encoding");
    }
  }

  /**
   * An array of objects.
   *
   * @param field dotted path to the array; null for the array at the top, or else the first array
   *     of objects in the text
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Json(List<Compression> packing, Encoding encoding, @Nullable String field)
      implements RowFormat {
    public Json {
      packing = List.copyOf(packing);
      Objects.requireNonNull(encoding, "encoding");
    }
  }

  /**
   * Separated values.
   *
   * @param delimiter one ASCII character
   * @param quote one ASCII character; doubled inside of quotes
   * @param header whether the first record names the columns
   */
  record Csv(
      List<Compression> packing, Encoding encoding, char delimiter, char quote, boolean header)
      implements RowFormat {
    public Csv {
      packing = List.copyOf(packing);
      Objects.requireNonNull(encoding, "encoding");
      if (!allowed(delimiter) || !allowed(quote) || delimiter == quote) {
        throw new IllegalArgumentException(
            "not a delimiter and a quote: %s %s".formatted((int) delimiter, (int) quote));
      }
    }

    private static boolean allowed(char c) {
      return c > 0 && c < 0x80 && c != '\r' && c != '\n';
    }
  }

  /**
   * A sheet of a workbook.
   *
   * @param sheet its name
   * @param headerRow number of the row that names the columns, from 1; what stands above it are
   *     titles and no rows. 0 when no row does
   * @param columns how many there are
   */
  record Xlsx(List<Compression> packing, String sheet, int headerRow, int columns)
      implements RowFormat {
    public Xlsx {
      packing = List.copyOf(packing);
      Objects.requireNonNull(sheet, "sheet");
      if (headerRow < 0 || columns < 0) {
        throw new IllegalArgumentException("negative: " + headerRow + " " + columns);
      }
    }
  }

  /** A Parquet file. */
  record Parquet(List<Compression> packing) implements RowFormat {
    public Parquet {
      packing = List.copyOf(packing);
    }
  }
}

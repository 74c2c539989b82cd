package dev.cairn.document.text;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * One block of a text. Written as a JSON array, since a long document has ten thousand of them and
 * each would repeat five names.
 *
 * @param kind what it is
 * @param level of a heading from 1, of a list item from 1, else 0
 * @param start first UTF-16 unit in the text
 * @param end after the last one
 * @param page from 1, or 0 where the format has no pages
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"kind", "level", "start", "end", "page"})
public record Block(Kind kind, int level, int start, int end, int page) {

  /** The kinds of blocks. */
  public enum Kind {
    HEADING,
    PARAGRAPH,
    LIST_ITEM,
    TABLE_ROW,
    CODE;

    /** Whether two neighbours of this kind stand on lines without an empty one between them. */
    boolean packed() {
      return this == LIST_ITEM || this == TABLE_ROW;
    }
  }

  public Block {
    Objects.requireNonNull(kind, "kind");
    if (start < 0 || end <= start || level < 0 || page < 0) {
      throw new IllegalArgumentException(
          "not a block: " + kind + " " + level + " " + start + ".." + end + " page " + page);
    }
  }
}

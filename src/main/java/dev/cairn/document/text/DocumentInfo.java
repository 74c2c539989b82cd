package dev.cairn.document.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of itself. Absent is null: few documents say all.
 *
 * @param mediaType as detected from the bytes, such as {@code application/pdf}
 * @param title its title
 * @param authors in its order; may be empty
 * @param created ISO 8601
 * @param modified ISO 8601
 * @param pages number of pages or slides, 0 where the format has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentInfo(
    String mediaType,
    @Nullable String title,
    List<String> authors,
    @Nullable String created,
    @Nullable String modified,
    int pages) {

  public DocumentInfo {
    Objects.requireNonNull(mediaType, "mediaType");
    authors = List.copyOf(authors);
    if (pages < 0) {
      throw new IllegalArgumentException("pages: " + pages);
    }
  }

  static DocumentInfo of(String mediaType) {
    return new DocumentInfo(mediaType, null, List.of(), null, null, 0);
  }

  DocumentInfo entitled(@Nullable String other) {
    return new DocumentInfo(mediaType, other, authors, created, modified, pages);
  }
}

package dev.cairn.document.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.cairn.job.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks in a JSON text for the array whose elements are the rows. */
final class JsonArrayFinder {

  /**
   * Where the elements begin.
   *
   * @param offset behind the opening bracket, in the text as UTF-8
   * @param lineEnds before it
   */
  record Place(long offset, long lineEnds) {}

  private final JsonFactory factory;

  JsonArrayFinder(Limits limits) {
    factory =
        new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.nesting() + 1)
                    .maxStringLength(limits.rowBytes())
                    .build())
            .build();
  }

  /**
   * Looks for the array.
   *
   * @param field dotted path to it; null for the one at the top, else the first array of objects,
   *     else the first empty one
   */
  Place find(Sources sources, @Nullable String field) throws IOException {
    try (InputStream text = new WindowInput(sources.start());
        JsonParser parser = factory.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (field == null && first == JsonToken.START_ARRAY) {
        return place(parser);
      }
      Optional<Place> found =
          field == null ? firstOfObjects(parser) : named(parser, "/" + field.replace('.', '/'));
      return found.orElseThrow(() -> none(field));
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          Refusal.corrupt(
              "The JSON is invalid before any array of objects, on line %d."
                  .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr())));
    }
  }

  private static ProblemException none(@Nullable String field) {
    return Refusal.of(
        Refusal.noRows(
            field == null
                ? "There is no array of objects in the JSON."
                : "There is no array at \"%s\" in the JSON.".formatted(field)));
  }

  private static Optional<Place> firstOfObjects(JsonParser parser) throws IOException {
    Optional<Place> empty = Optional.empty();
    for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        Place place = place(parser);
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
          return Optional.of(place);
        }
        empty = empty.isEmpty() && first == JsonToken.END_ARRAY ? Optional.of(place) : empty;
        toEndOfArray(parser, first);
      }
    }
    return empty;
  }

  private static void toEndOfArray(JsonParser parser, @Nullable JsonToken first)
      throws IOException {
    int depth = first == JsonToken.END_ARRAY ? 0 : first == JsonToken.START_ARRAY ? 2 : 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
  }

  private static Optional<Place> named(JsonParser parser, String path) throws IOException {
    for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        if (parser.getParsingContext().pathAsPointer().toString().equals(path)) {
          return Optional.of(place(parser));
        }
        parser.skipChildren();
      }
    }
    return Optional.empty();
  }

  private static Place place(JsonParser parser) {
    JsonLocation bracket = parser.currentTokenLocation();
    return new Place(bracket.getByteOffset() + 1, bracket.getLineNr() - 1L);
  }
}

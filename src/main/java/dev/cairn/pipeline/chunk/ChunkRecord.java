package dev.cairn.pipeline.chunk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.document.text.ExtractedText;
import dev.cairn.job.Document;
import dev.cairn.job.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the records of one document's chunks, in order. What is not known is left out. */
final class ChunkRecord {

  static final List<String> FIELDS =
      List.of(
          "id",
          "document",
          "documentName",
          "sequence",
          "text",
          "tokens",
          "tokenizer",
          "start",
          "end",
          "pageFirst",
          "pageLast",
          "headings",
          "previous",
          "next",
          "overlapTokens",
          "overlapCharacters",
          "language",
          "languageConfidence");

  private static final JsonFactory JSON = new JsonFactory();

  private final Document document;
  private final String text;
  private final Language language;
  private final Settings settings;
  private final Outline outline;
  private final CodePoints codePoints;

  ChunkRecord(Document document, ExtractedText text, Language language, Settings settings) {
    this.document = document;
    this.text = text.text();
    this.language = language;
    this.settings = settings;
    this.outline = new Outline(text.blocks());
    this.codePoints = new CodePoints(text.text());
  }

  Item item(int sequence, Chunk chunk, List<String> ids) {
    StringWriter out = new StringWriter(chunk.end() - chunk.start() + 512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", ids.get(sequence));
      json.writeNumberField("document", document.seq());
      json.writeStringField("documentName", document.name());
      json.writeNumberField("sequence", sequence);
      json.writeStringField("text", text.substring(chunk.start(), chunk.end()));
      json.writeNumberField("tokens", chunk.tokens());
      json.writeStringField("tokenizer", settings.tokenizer().label());
      writePlace(json, chunk);
      writeNeighbours(json, sequence, ids);
      json.writeNumberField("overlapTokens", chunk.overlapTokens());
      json.writeNumberField("overlapCharacters", text.codePointCount(chunk.start(), chunk.own()));
      json.writeStringField("language", language.code());
      json.writeNumberField("languageConfidence", language.confidence());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Item(out.toString());
  }

  private void writePlace(JsonGenerator json, Chunk chunk) throws IOException {
    json.writeNumberField("start", codePoints.before(chunk.start()));
    json.writeNumberField("end", codePoints.before(chunk.end()));
    Outline.Place place = outline.place(chunk);
    if (place.pageFirst() > 0) {
      json.writeNumberField("pageFirst", place.pageFirst());
      json.writeNumberField("pageLast", place.pageLast());
    }
    json.writeArrayFieldStart("headings");
    for (Outline.Section section : place.headings()) {
      json.writeString(text.substring(section.block().start(), section.block().end()));
    }
    json.writeEndArray();
  }

  private static void writeNeighbours(JsonGenerator json, int sequence, List<String> ids)
      throws IOException {
    if (sequence > 0) {
      json.writeStringField("previous", ids.get(sequence - 1));
    }
    if (sequence + 1 < ids.size()) {
      json.writeStringField("next", ids.get(sequence + 1));
    }
  }
}

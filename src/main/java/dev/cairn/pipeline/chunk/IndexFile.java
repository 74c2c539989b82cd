package dev.cairn.pipeline.chunk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.document.text.Block;
import dev.cairn.document.text.DocumentInfo;
import dev.cairn.document.text.ExtractedText;
import dev.cairn.job.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the index of one document as JSON. */
final class IndexFile {

  private static final JsonFactory JSON = new JsonFactory();

  private final Document document;
  private final Settings settings;

  IndexFile(Document document, Settings settings) {
    this.document = document;
    this.settings = settings;
  }

  byte[] write(ExtractedText text, Language language, Chunking chunking, IndexStage.Counts counts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("document");
      writeDocument(json, text.info(), language);
      writeCounts(json, counts);
      json.writeEndObject();
      writeSections(json, text, chunking);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void writeDocument(JsonGenerator json, DocumentInfo info, Language language)
      throws IOException {
    json.writeNumberField("document", document.seq());
    json.writeStringField("name", document.name());
    json.writeStringField("sha256", document.content().blob());
    json.writeStringField("mediaType", info.mediaType());
    writeKnown(json, "title", info.title());
    json.writeArrayFieldStart("authors");
    for (String author : info.authors()) {
      json.writeString(author);
    }
    json.writeEndArray();
    writeKnown(json, "created", info.created());
    writeKnown(json, "modified", info.modified());
    if (info.pages() > 0) {
      json.writeNumberField("pages", info.pages());
    }
    json.writeStringField("language", language.code());
    json.writeNumberField("languageConfidence", language.confidence());
  }

  private void writeCounts(JsonGenerator json, IndexStage.Counts counts) throws IOException {
    json.writeNumberField("characters", counts.characters());
    json.writeNumberField("words", counts.words());
    json.writeNumberField("tokens", counts.tokens());
    json.writeNumberField("chunks", counts.chunks());
    json.writeStringField("tokenizer", settings.tokenizer().label());
    json.writeNumberField("size", settings.size());
    json.writeNumberField("overlap", settings.overlap());
  }

  private static void writeKnown(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  /** Text before the first heading is a section without one. */
  private static void writeSections(JsonGenerator json, ExtractedText text, Chunking chunking)
      throws IOException {
    json.writeArrayFieldStart("sections");
    CodePoints codePoints = new CodePoints(text.text());
    List<Range> open = new ArrayList<>();
    List<Range> ranges = Range.of(text);
    int chunk = 0;
    for (Range range : ranges) {
      while (!open.isEmpty() && open.getLast().level() >= range.level()) {
        closeSection(json, open);
      }
      json.writeStartObject();
      writeRange(json, range, text.text(), codePoints);
      chunk = writeChunks(json, range, chunking, chunk);
      json.writeArrayFieldStart("sections");
      open.add(range);
    }
    while (!open.isEmpty()) {
      closeSection(json, open);
    }
    json.writeEndArray();
  }

  private static void closeSection(JsonGenerator json, List<Range> open) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    open.removeLast();
  }

  private static void writeRange(
      JsonGenerator json, Range range, String text, CodePoints codePoints) throws IOException {
    Block first = range.first();
    if (first.kind() == Block.Kind.HEADING) {
      json.writeStringField("heading", text.substring(first.start(), first.end()));
      json.writeNumberField("level", first.level());
    }
    if (first.page() > 0) {
      json.writeNumberField("page", first.page());
    }
    json.writeNumberField("start", codePoints.before(range.start()));
    json.writeNumberField("end", codePoints.before(range.end()));
  }

  /** The ids of the chunks whose own part has something of the range; answers where to go on. */
  private static int writeChunks(JsonGenerator json, Range range, Chunking chunking, int from)
      throws IOException {
    List<Chunking.Entry> chunks = chunking.chunks();
    int at = from;
    while (at < chunks.size() && chunks.get(at).end() <= range.start()) {
      at++;
    }
    json.writeArrayFieldStart("chunks");
    for (int next = at; next < chunks.size() && chunks.get(next).own() < range.end(); next++) {
      json.writeString(chunks.get(next).id());
    }
    json.writeEndArray();
    return at;
  }

  /**
   * A section's own text: from its heading to the next heading of any level.
   *
   * @param first the heading, or the document's first block
   */
  private record Range(Block first, int start, int end) {

    int level() {
      return first.kind() == Block.Kind.HEADING ? first.level() : Integer.MAX_VALUE;
    }

    static List<Range> of(ExtractedText text) {
      List<Block> starts = new ArrayList<>();
      for (Block block : text.blocks()) {
        if (starts.isEmpty() || block.kind() == Block.Kind.HEADING) {
          starts.add(block);
        }
      }
      List<Range> ranges = new ArrayList<>(starts.size());
      for (int at = 0; at < starts.size(); at++) {
        boolean last = at + 1 == starts.size();
        int end = last ? text.text().length() : starts.get(at + 1).start();
        ranges.add(new Range(starts.get(at), starts.get(at).start(), end));
      }
      return ranges;
    }
  }
}

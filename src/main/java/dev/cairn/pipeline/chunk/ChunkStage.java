package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.job.Document;
import dev.cairn.job.Item;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Cuts the text and writes a record for each chunk. */
final class ChunkStage implements Stage.Cpu<Chunking> {

  private final Stage<ExtractedText> extract;
  private final Stage<Language> language;

  ChunkStage(Stage<ExtractedText> extract, Stage<Language> language) {
    this.extract = extract;
    this.language = language;
  }

  @Override
  public String name() {
    return "chunk";
  }

  @Override
  public Class<Chunking> output() {
    return Chunking.class;
  }

  @Override
  public Outcome<Chunking> compute(StageContext context) {
    ExtractedText text = context.from(extract);
    Settings settings = Settings.of(context.parameters());
    List<Chunk> chunks =
        Splitter.split(
            text, settings.tokenizer(), settings.size(), settings.overlap(), context::cancelled);
    if (context.cancelled()) {
      throw new CancellationException("the chunks are no longer wanted");
    }
    List<String> ids = ids(context.document(), text.text(), settings, chunks);
    ChunkRecord records =
        new ChunkRecord(context.document(), text, context.from(language), settings);
    List<Item> items = new ArrayList<>(chunks.size());
    List<Chunking.Entry> entries = new ArrayList<>(chunks.size());
    for (int at = 0; at < chunks.size(); at++) {
      items.add(records.item(at, chunks.get(at), ids));
      entries.add(new Chunking.Entry(ids.get(at), chunks.get(at).own(), chunks.get(at).end()));
    }
    return Outcome.done(new Chunking(ownTokens(chunks), entries), items);
  }

  private static List<String> ids(
      Document document, String text, Settings settings, List<Chunk> chunks) {
    ChunkIds ids = new ChunkIds(document.content(), settings);
    List<String> all = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      all.add(ids.id(all.size(), chunk.start(), text.substring(chunk.start(), chunk.end())));
    }
    return all;
  }

  private static long ownTokens(List<Chunk> chunks) {
    return chunks.stream().mapToLong(chunk -> chunk.tokens() - chunk.overlapTokens()).sum();
  }
}

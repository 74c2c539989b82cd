package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.job.Artifact;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import java.util.List;

/** Writes {@code index.json}: what the document says of itself, counts, and its sections. */
final class IndexStage implements Stage.Cpu<IndexStage.Counts> {

  /**
   * What the index stage hands on.
   *
   * @param words runs of letters and digits; each ideograph is one
   */
  record Counts(long characters, long words, long tokens, int chunks) {}

  private final Stage<ExtractedText> extract;
  private final Stage<Language> language;
  private final Stage<Chunking> chunk;

  IndexStage(Stage<ExtractedText> extract, Stage<Language> language, Stage<Chunking> chunk) {
    this.extract = extract;
    this.language = language;
    this.chunk = chunk;
  }

  @Override
  public String name() {
    return "index";
  }

  @Override
  public Class<Counts> output() {
    return Counts.class;
  }

  @Override
  public Outcome<Counts> compute(StageContext context) {
    ExtractedText text = context.from(extract);
    Chunking chunking = context.from(chunk);
    Counts counts =
        new Counts(
            text.text().codePointCount(0, text.text().length()),
            Words.count(text.text()),
            chunking.tokens(),
            chunking.chunks().size());
    IndexFile file = new IndexFile(context.document(), Settings.of(context.parameters()));
    byte[] bytes = file.write(text, context.from(language), chunking, counts);
    Artifact index = new Artifact("index.json", "application/json", bytes);
    return Outcome.done(counts, List.of(), List.of(index));
  }
}

package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.document.text.TextExtractor;
import dev.cairn.job.Document;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import java.io.IOException;

/** Bytes to text with structure. */
final class ExtractStage implements Stage.Cpu<ExtractedText> {

  @Override
  public String name() {
    return "extract";
  }

  @Override
  public Class<ExtractedText> output() {
    return ExtractedText.class;
  }

  @Override
  public Outcome<ExtractedText> compute(StageContext context) throws IOException {
    Document document = context.document();
    return Outcome.done(
        TextExtractor.extract(document.name(), document.mediaType(), context::open));
  }
}

package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;

/** Tells the language of the text. */
final class LanguageStage implements Stage.Cpu<Language> {

  private final Stage<ExtractedText> extract;

  LanguageStage(Stage<ExtractedText> extract) {
    this.extract = extract;
  }

  @Override
  public String name() {
    return "language";
  }

  @Override
  public Class<Language> output() {
    return Language.class;
  }

  @Override
  public Outcome<Language> compute(StageContext context) {
    return Outcome.done(LanguageDetection.of(context.from(extract).text()));
  }
}

package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.fork.ForkPool;
import dev.cairn.job.Document;
import dev.cairn.job.Outcome;
import dev.cairn.pipeline.Stage;
import dev.cairn.pipeline.StageContext;
import java.io.IOException;
import java.time.Duration;

/** Bytes to text with structure, in a forked process. */
final class ExtractStage implements Stage.Cpu<ExtractedText> {

  private static final ExtractTask TASK = new ExtractTask();

  /** So that a small file whose parser hangs holds a process for a minute, not for a quarter. */
  private static final Duration FOR_ANY = Duration.ofMinutes(1);

  /** PDF, the slowest, is read at 2 to 3 MB/s; this is a sixth of it. */
  private static final int BYTES_A_SECOND = 400_000;

  private final ForkPool forks;

  ExtractStage(ForkPool forks) {
    this.forks = forks;
  }

  @Override
  public String name() {
    return "extract";
  }

  @Override
  public Class<ExtractedText> output() {
    return ExtractedText.class;
  }

  @Override
  public Duration timeLimit() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Outcome<ExtractedText> compute(StageContext context) throws IOException {
    Document document = context.document();
    ExtractTask.Hints hints = new ExtractTask.Hints(document.name(), document.mediaType());
    return Outcome.done(forks.run(TASK, hints, context::open, limit(document)));
  }

  private static Duration limit(Document document) {
    return FOR_ANY.plusSeconds(document.content().length() / BYTES_A_SECOND);
  }
}

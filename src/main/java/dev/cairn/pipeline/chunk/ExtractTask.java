package dev.cairn.pipeline.chunk;

import dev.cairn.document.text.ExtractedText;
import dev.cairn.document.text.TextExtractor;
import dev.cairn.fork.ForkedTask;
import java.io.IOException;
import java.io.InputStream;

/** Text extraction, as a forked process does it. */
public final class ExtractTask implements ForkedTask<ExtractTask.Hints, ExtractedText> {

  /**
   * What is known of the bytes.
   *
   * @param name file name
   * @param mediaType as declared
   */
  public record Hints(String name, String mediaType) {}

  @Override
  public Class<Hints> input() {
    return Hints.class;
  }

  @Override
  public Class<ExtractedText> output() {
    return ExtractedText.class;
  }

  @Override
  public ExtractedText run(Hints hints, InputStream bytes) throws IOException {
    return TextExtractor.extract(hints.name(), hints.mediaType(), () -> bytes);
  }
}

package dev.cairn.pipeline.chunk;

import dev.cairn.pipeline.Parameter;
import dev.cairn.pipeline.ParameterSet;
import dev.cairn.pipeline.Parameters;

/**
 * The job's parameters.
 *
 * @param size most tokens of a chunk, its overlap included
 * @param overlap most tokens that a chunk repeats of the one before
 */
record Settings(Tokenizer tokenizer, int size, int overlap) {

  private static final int LEAST_SIZE = 50;
  private static final int MOST_SIZE = 32_000;

  static final ParameterSet PARAMETERS =
      ParameterSet.of(
              new Parameter.Whole(
                  "size",
                  "Most tokens of a chunk, the overlap included",
                  1200,
                  LEAST_SIZE,
                  MOST_SIZE),
              new Parameter.Whole(
                  "overlap",
                  "Most tokens that a chunk repeats of the one before; at most half the size",
                  200,
                  0,
                  MOST_SIZE / 2),
              new Parameter.Choice(
                  "tokenizer",
                  "What tokens are counted by",
                  Tokenizer.CL100K_BASE.label(),
                  Tokenizer.labels()))
          .where(Settings::check);

  static Settings of(Parameters parameters) {
    return new Settings(
        Tokenizer.of(parameters.word("tokenizer")),
        parameters.whole("size"),
        parameters.whole("overlap"));
  }

  /** More than half would repeat most of the text twice over and leave chunks no room. */
  private static void check(Parameters parameters) {
    int size = parameters.whole("size");
    int overlap = parameters.whole("overlap");
    if (overlap > size / 2) {
      throw ParameterSet.invalid(
          "overlap", "overlap is more than half the size: " + overlap + " of " + size);
    }
  }
}

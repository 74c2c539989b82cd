package dev.cairn.pipeline.chunk;

import java.util.Objects;

/**
 * The language a text is written in.
 *
 * @param code ISO 639-1 where there is such a code, else ISO 639-3, {@code und} when it can't be
 *     told
 * @param confidence from 0 to 1
 */
record Language(String code, double confidence) {

  static final String UNDETERMINED = "und";

  Language {
    Objects.requireNonNull(code, "code");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence: " + confidence);
    }
  }
}

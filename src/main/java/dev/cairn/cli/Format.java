package dev.cairn.cli;

import java.util.Locale;

/** The forms in which results come. */
enum Format {
  JSONL,
  JSON,
  CSV;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.cairn.document.rows;

import dev.cairn.document.rows.RowFormat.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file name promises.
 *
 * @param extension the last one, but for those of compressions; in lower case, may be empty
 */
record Name(String extension) {

  private static final Set<String> COMPRESSIONS = Set.of("gz", "gzip", "zst", "zstd");

  private static final Set<String> TABLES = Set.of("csv", "tsv", "tab", "psv");

  private static final Set<String> LINES = Set.of("jsonl", "ndjson", "jsonlines");

  /** Text in which a table's look would be chance. */
  private static final Set<String> OTHER_TEXT =
      Set.of(
          "md",
          "markdown",
          "html",
          "htm",
          "xhtml",
          "xml",
          "svg",
          "tex",
          "rst",
          "adoc",
          "rtf",
          "log",
          "yaml",
          "yml",
          "toml",
          "ini",
          "conf",
          "properties",
          "css",
          "js",
          "ts",
          "java",
          "py",
          "c",
          "h",
          "cpp",
          "go",
          "rs",
          "sh",
          "sql",
          "srt",
          "vtt",
          "eml",
          "ics",
          "vcf");

  static Name of(String file) {
    String rest = file.toLowerCase(Locale.ROOT);
    String extension = extension(rest);
    while (COMPRESSIONS.contains(extension)) {
      rest = rest.substring(0, rest.length() - extension.length() - 1);
      extension = extension(rest);
    }
    return new Name(extension);
  }

  private static String extension(String file) {
    int dot = file.lastIndexOf('.');
    return dot < 0 ? "" : file.substring(dot + 1);
  }

  /** The format promised, of those that are text. */
  @Nullable Kind kind() {
    if (TABLES.contains(extension)) {
      return Kind.CSV;
    }
    return lines() ? Kind.JSONL : json() ? Kind.JSON : null;
  }

  boolean lines() {
    return LINES.contains(extension);
  }

  boolean json() {
    return extension.equals("json") || extension.equals("geojson");
  }

  boolean tabbed() {
    return extension.equals("tsv") || extension.equals("tab");
  }

  boolean otherText() {
    return OTHER_TEXT.contains(extension);
  }
}

package dev.cairn.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Multi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How records are written. A closed set. */
sealed interface ResultFormat {

  /** Records in one chunk of the answer: at 2 KiB each, 200 KiB on their way to a client. */
  int CHUNK = 100;

  String mediaType();

  /** What comes before the first record. */
  String head();

  /** What a record looks like; the first record of all has nothing to be kept apart from. */
  String record(String json, Place place);

  /** What comes after the last record. */
  String tail();

  /** Whether a record is the first of all. */
  enum Place {
    FIRST,
    LATER
  }

  /** The format of that name, with the columns it may need. */
  static ResultFormat of(@Nullable String name, List<String> columns) {
    return switch (name == null ? "jsonl" : name) {
      case "jsonl" -> new JsonLines();
      case "json" -> new Json();
      case "csv" -> new Csv(columns);
      default ->
          throw Refusals.invalidRequest("format", "format is none of jsonl, json, csv: " + name);
    };
  }

  /** One record a line. */
  record JsonLines() implements ResultFormat {
    @Override
    public String mediaType() {
      return "application/x-ndjson";
    }

    @Override
    public String head() {
      return "";
    }

    @Override
    public String record(String json, Place place) {
      return json + "\n";
    }

    @Override
    public String tail() {
      return "";
    }
  }

  /** One array. */
  record Json() implements ResultFormat {
    @Override
    public String mediaType() {
      return "application/json";
    }

    @Override
    public String head() {
      return "[";
    }

    @Override
    public String record(String json, Place place) {
      return switch (place) {
        case FIRST -> "\n" + json;
        case LATER -> ",\n" + json;
      };
    }

    @Override
    public String tail() {
      return "\n]\n";
    }
  }

  /** A table with a line of column names. */
  record Csv(List<String> columns) implements ResultFormat {
    @Override
    public String mediaType() {
      return "text/csv;charset=UTF-8;header=present";
    }

    @Override
    public String head() {
      return CsvLine.of(columns);
    }

    @Override
    public String record(String json, Place place) {
      return CsvLine.of(columns, json);
    }

    @Override
    public String tail() {
      return "";
    }
  }

  /** The whole answer, made as it is sent. */
  default Multi<byte[]> write(Multi<String> records) {
    boolean[] begun = {false};
    Multi<String> body =
        records
            .group()
            .intoLists()
            .of(CHUNK)
            .map(
                group -> {
                  StringBuilder text = new StringBuilder();
                  for (String json : group) {
                    text.append(record(json, begun[0] ? Place.LATER : Place.FIRST));
                    begun[0] = true;
                  }
                  return text.toString();
                });
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(head()), body, Multi.createFrom().item(tail()))
        .filter(text -> !text.isEmpty())
        .map(text -> text.getBytes(UTF_8));
  }
}

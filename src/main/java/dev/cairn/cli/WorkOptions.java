package dev.cairn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code submit} are told alike: the work. */
final class WorkOptions {

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "See: cairn pipelines")
  private String pipeline = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files, patterns, folders of which all files are taken but hidden ones, or - for standard"
              + " input.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the pipeline; can be given again. See: cairn pipelines NAME")
  private Map<String, String> params = new LinkedHashMap<>();

  @Option(names = "--name", paramLabel = "NAME", description = "A name for the job.")
  private Optional<String> name = Optional.empty();

  String pipeline() {
    return pipeline;
  }

  List<Path> files() {
    return files;
  }

  Map<String, String> params() {
    return params;
  }

  Optional<String> name() {
    return name;
  }
}

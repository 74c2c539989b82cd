package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn pipelines}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "List the pipelines, or show one with its stages and parameters.")
final class PipelinesCommand implements Callable<Integer> {

  private final RootCommand root;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The pipeline to show.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "Print each pipeline as a line of JSON.")
  private boolean json;

  PipelinesCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Api api = root.api();
    List<Json> pipelines =
        name.isPresent()
            ? List.of(api.get(Query.of("v1/pipelines", name.get())))
            : api.get(Query.of("v1/pipelines")).list("pipelines");
    Terminal terminal = root.surroundings().terminal();
    if (json) {
      pipelines.forEach(pipeline -> terminal.print(pipeline.write()));
    } else if (name.isPresent()) {
      one(pipelines.getFirst()).forEach(terminal::print);
    } else {
      all(pipelines).lines().forEach(terminal::print);
    }
    return ExitCode.OK.code();
  }

  private static Table all(List<Json> pipelines) {
    Table table =
        new Table(
            List.of(Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT),
            List.of("PIPELINE", "VERSION", "STAGES", "DESCRIPTION"));
    for (Json pipeline : pipelines) {
      table.row(
          List.of(
              pipeline.text("name").orElse("?"),
              pipeline.get("version").plain(),
              String.join(", ", pipeline.texts("stages")),
              pipeline.text("description").orElse("")));
    }
    return table;
  }

  private static List<String> one(Json pipeline) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Pipeline:  " + pipeline.text("name").orElse("?") + " v" + pipeline.get("version").plain());
    pipeline.text("description").ifPresent(text -> lines.add("           " + text));
    pipeline.text("unit").ifPresent(unit -> lines.add("Document:  " + unit));
    lines.add("Stages:    " + String.join(", ", pipeline.texts("stages")));
    lines.add("Records:   " + String.join(", ", pipeline.texts("recordFields")));
    lines.add("");
    lines.addAll(parameters(pipeline.get("params")).lines());
    return lines;
  }

  private static Table parameters(Json schema) {
    Table table =
        new Table(
            List.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT),
            List.of("PARAMETER", "DEFAULT", "VALUES", "DESCRIPTION"));
    if (schema.get("properties") instanceof Json.Obj(var properties)) {
      properties.forEach((name, property) -> table.row(parameter(name, property)));
    }
    return table;
  }

  private static List<String> parameter(String name, Json property) {
    Json byDefault = property.get("default");
    String type = property.text("type").orElse("any");
    String range = ParamTypes.range(property);
    String values =
        property.texts("enum").isEmpty()
            ? type + (range.isEmpty() ? "" : ", " + range)
            : String.join(" | ", property.texts("enum"));
    return List.of(
        name,
        byDefault == Json.Word.NULL ? "" : byDefault.plain(),
        values,
        property.text("description").orElse(""));
  }
}

package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn uploads}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "List uploads, newest first, those on their way too; or remove some.")
final class UploadsCommand implements Callable<Integer> {

  private static final int LARGEST_PAGE = 100;

  private final RootCommand root;

  @Option(
      names = "--remove",
      paramLabel = "ID",
      arity = "1..*",
      description = "Remove these uploads. Jobs that have named them keep their bytes.")
  private List<String> remove = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print each upload as a line of JSON.")
  private boolean json;

  UploadsCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw Failure.usage("--limit must be 1 or more");
    }
    if (remove.isEmpty()) {
      list();
    } else {
      Api api = root.api();
      remove.forEach(id -> api.delete(Query.of("v1/uploads", id)));
    }
    return ExitCode.OK.code();
  }

  private void list() {
    Query query =
        Query.of("v1/uploads").with("limit", Integer.toString(Math.min(limit, LARGEST_PAGE)));
    List<Json> uploads = new ArrayList<>();
    root.api()
        .pages(
            query,
            page -> {
              page.list("uploads").stream().limit(limit - uploads.size()).forEach(uploads::add);
              return uploads.size() < limit;
            });
    Terminal terminal = root.surroundings().terminal();
    if (json) {
      uploads.forEach(upload -> terminal.print(upload.write()));
      return;
    }
    Table table =
        new Table(
            List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT, Align.LEFT),
            List.of("UPLOAD", "STATE", "HERE", "SIZE", "CREATED", "NAME"));
    uploads.forEach(upload -> table.row(row(upload)));
    table.lines().forEach(terminal::print);
  }

  private static List<String> row(Json upload) {
    return List.of(
        upload.text("id").orElse(""),
        upload.text("state").orElse(""),
        Plain.bytes(upload.whole("offset").orElse(0)),
        upload.whole("size").isPresent() ? Plain.bytes(upload.whole("size").getAsLong()) : "?",
        Times.shown(upload.text("createdAt")),
        upload.text("name").orElse(""));
  }
}

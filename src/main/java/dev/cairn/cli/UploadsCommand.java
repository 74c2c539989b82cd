package dev.cairn.cli;

import dev.cairn.cli.Table.Align;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn uploads}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "List uploads, newest first, those on their way too; or remove some.")
final class UploadsCommand implements Callable<Integer> {

  private final RootCommand root;

  @Option(
      names = "--remove",
      paramLabel = "ID",
      arity = "1..*",
      description = "Remove these uploads. Jobs that have named them keep their bytes.")
  private List<String> remove = new ArrayList<>();

  @Mixin private Newest newest = new Newest();

  UploadsCommand(RootCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    newest.check();
    if (remove.isEmpty()) {
      list();
    } else {
      Api api = root.api();
      remove.forEach(id -> api.delete(Query.of("v1/uploads", id)));
    }
    return ExitCode.OK.code();
  }

  private void list() {
    List<Json> uploads = newest.of(root.api(), Query.of("v1/uploads"), "uploads");
    Terminal terminal = root.surroundings().terminal();
    if (newest.asJson()) {
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
